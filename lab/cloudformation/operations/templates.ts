import type { Objects } from '../../kernel/ports.ts';
import type { Registry } from '../../template/resource-type.ts';
import type { Template } from '../../template/template.ts';
import { noStackWithId, validationError } from '../errors.ts';
import type { Submission } from '../stack.ts';
import type { Stacks } from '../stacks.ts';
import {
  readSteps,
  readTemplate,
  requiredCapabilities,
  type TemplateInput,
  templateText,
} from '../submission.ts';

const summaryOf = (template: Template) => {
  const capabilities = requiredCapabilities(template);
  return {
    Description: template.Description,
    Parameters: [],
    Capabilities: capabilities,
    ...(capabilities.length > 0 && {
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
    }),
  };
};

/** What is about templates alone. Source: AWS CloudFormation API Reference, "Actions". */
export const templateOperations = (ports: {
  readonly stacks: Stacks;
  readonly objects: Objects;
  readonly registry: Registry;
}) => {
  const templateOf = ({ StackName, ...input }: TemplateInput & { readonly StackName?: string }): Template => {
    if (StackName === undefined) return readTemplate(templateText(ports.objects, input));
    return submissionOf(StackName).template;
  };
  const submissionOf = (name: string): Submission => {
    const { submission } = ports.stacks.get(name, noStackWithId);
    if (submission !== undefined) return submission;
    throw validationError(`Stack [${name}] has no template yet`);
  };
  return {
    GetTemplate: ({ StackName }: { readonly StackName: string }) => ({
      TemplateBody: submissionOf(StackName).body,
      StagesAvailable: ['Original', 'Processed'],
    }),

    GetTemplateSummary: (input: TemplateInput & { readonly StackName?: string }) => {
      const template = templateOf(input);
      const types = Object.values(template.Resources).map(({ Type }) => Type);
      return {
        ...summaryOf(template),
        ResourceTypes: [...new Set(types)].sort(),
        Version: template.AWSTemplateFormatVersion,
      };
    },

    ValidateTemplate: (input: TemplateInput) => {
      const template = templateOf(input);
      readSteps(template, ports.registry);
      return summaryOf(template);
    },
  };
};

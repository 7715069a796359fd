import { arn as arnOf } from '../../kernel/account.ts';
import type { Lambda } from '../engines.ts';
import { physicalName } from '../physical-name.ts';
import type { Context, Registry } from '../resource-type.ts';
import { codeOf } from './lambda-code.ts';
import { named } from './named.ts';

const ownName = ({ stackName, logicalId, random }: Context): string =>
  physicalName(stackName, logicalId, random);

export const lambdaResources = (lambda: Lambda): Registry => ({
  'AWS::Lambda::Function': {
    create: async (context) => {
      const { name, properties } = named(context, 'FunctionName', 64);
      const { Code: location, ...configuration } = properties;
      const code = codeOf(location, properties.Handler, context.artifact);
      const { arn } = await lambda.createFunction(configuration, code);
      return { ref: name, attributes: { Arn: arn } };
    },
  },
  'AWS::Lambda::Permission': {
    create: async (context) => {
      await lambda.addPermission(context.properties);
      const id = ownName(context);
      return { ref: id, attributes: { Id: id } };
    },
  },
  'AWS::Lambda::EventInvokeConfig': {
    create: async (context) => {
      await lambda.createEventInvokeConfig(context.properties);
      return { ref: ownName(context), attributes: {} };
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    create: async ({ properties }) => {
      const { id } = await lambda.createEventSourceMapping(properties);
      const arn = arnOf('lambda', `event-source-mapping:${id}`);
      return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
    },
  },
});

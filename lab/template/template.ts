import { isRecord, type Properties } from './properties.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  /** What becomes of it when it, or its stack, is deleted. Default: `Delete`. */
  readonly DeletionPolicy?: DeletionPolicy;
  /** What becomes of it when an update puts another in its place. Default: `Delete`. */
  readonly UpdateReplacePolicy?: DeletionPolicy;
}

type DeletionPolicy = (typeof DELETION_POLICIES)[number];

/** `RetainExceptOnCreate` keeps it, unless the operation that created it is rolled back. */
const DELETION_POLICIES = ['Delete', 'Retain', 'RetainExceptOnCreate'] as const;

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Export?: { readonly Name?: unknown };
}

/** A CloudFormation template, as far as the lab takes it. */
export interface Template {
  readonly AWSTemplateFormatVersion?: string;
  readonly Description?: string;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Resources', 'Outputs'];
const RESOURCE_ATTRIBUTES = [
  'Type',
  'Properties',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
];
/** Nothing imports what a stack exports: Fn::ImportValue is refused. */
const OUTPUT_ATTRIBUTES = ['Value', 'Description', 'Export'];

const refuse = (path: string, value: Properties, known: readonly string[]): void => {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`${path}/${unknown} in the template is not supported by the lab`);
};

const check = (section: string, members: unknown, known: readonly string[], required: string): void => {
  if (!isRecord(members)) throw new Error(`Template format error: [/${section}] must be an object`);
  for (const [logicalId, member] of Object.entries(members)) {
    const path = `/${section}/${logicalId}`;
    if (!isRecord(member)) throw new Error(`Template format error: [${path}] must be an object`);
    if (member[required] === undefined) {
      throw new Error(
        `Template format error: [${path}] Every ${section} object must contain a ${required} member.`,
      );
    }
    if (member.Properties !== undefined && !isRecord(member.Properties)) {
      throw new Error(`Template format error: [${path}/Properties] must be an object`);
    }
    for (const policy of ['DeletionPolicy', 'UpdateReplacePolicy']) {
      if (
        member[policy] !== undefined &&
        !(DELETION_POLICIES as readonly unknown[]).includes(member[policy])
      ) {
        throw new Error(`${path}/${policy} ${String(member[policy])} is not supported by the lab`);
      }
    }
    refuse(path, member, known);
  }
};

/**
 * Takes a parsed template, refusing by name the sections and attributes that the lab does not support.
 * Source: CloudFormation User Guide, "Template sections".
 */
export const checkTemplate = (template: unknown): Template => {
  if (!isRecord(template)) throw new Error('Template format error: unsupported structure.');
  refuse('', template, SECTIONS);
  check('Resources', template.Resources, RESOURCE_ATTRIBUTES, 'Type');
  if (template.Outputs !== undefined) check('Outputs', template.Outputs, OUTPUT_ATTRIBUTES, 'Value');
  return template as unknown as Template;
};

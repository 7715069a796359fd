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

/** Source: CloudFormation User Guide, "Understand CloudFormation quotas". */
const MAX_RESOURCES = 500;
const MAX_OUTPUTS = 200;
const MAX_DESCRIPTION_BYTES = 1024;

const formatError = (problem: string): Error => new Error(`Template format error: ${problem}`);

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

/** Throws for a number of members, or a name of one, that CloudFormation does not take. */
const checkNames = (kind: string, members: object, most: number, nameOf: (name: string) => string): void => {
  const names = Object.keys(members);
  if (names.length > most)
    throw formatError(`Number of ${kind}, ${names.length}, is greater than maximum allowed, ${most}`);
  const wrong = names.find((name) => !/^[A-Za-z0-9]+$/.test(name));
  if (wrong !== undefined) throw formatError(`${nameOf(wrong)} is non alphanumeric.`);
};

const checkDescription = (description: unknown): void => {
  if (description === undefined) return;
  if (typeof description !== 'string') throw formatError('Every Description member must be a string.');
  if (Buffer.byteLength(description) > MAX_DESCRIPTION_BYTES)
    throw formatError(`'Description' length is greater than ${MAX_DESCRIPTION_BYTES}.`);
};

/** What an intrinsic function makes of an output is known only later. */
const isIntrinsic = (value: Properties): boolean => {
  const [name = '', ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
};

const checkOutputs = (outputs: Template['Outputs'] = {}): void => {
  for (const { Value } of Object.values(outputs)) {
    const isMap = isRecord(Value) && !isIntrinsic(Value);
    if (!isMap && !Array.isArray(Value)) continue;
    throw formatError(
      `The Value field of every Outputs member must evaluate to a String and not a ${isMap ? 'Map' : 'List'}.`,
    );
  }
};

/**
 * Takes a parsed template, refusing by name the sections and attributes that the lab does not support, and in AWS's
 * words what CloudFormation does not take. Sources: CloudFormation User Guide, "Template sections"; for the words
 * https://github.com/serverless/serverless/issues/2017 (names), https://github.com/serverless/serverless/issues/2387
 * (numbers), https://github.com/zalando-stups/senza/issues/319 (description),
 * https://github.com/aws-cloudformation/cfn-lint/issues/485 (outputs).
 */
export const checkTemplate = (template: unknown): Template => {
  if (!isRecord(template)) throw formatError('unsupported structure.');
  refuse('', template, SECTIONS);
  checkDescription(template.Description);
  check('Resources', template.Resources, RESOURCE_ATTRIBUTES, 'Type');
  if (template.Outputs !== undefined) check('Outputs', template.Outputs, OUTPUT_ATTRIBUTES, 'Value');
  const checked = template as unknown as Template;
  const { Resources, Outputs = {} } = checked;
  if (Object.keys(Resources).length === 0)
    throw formatError('At least one Resources member must be defined.');
  checkNames('resources', Resources, MAX_RESOURCES, (name) => `Resource name ${name}`);
  checkNames('outputs', Outputs, MAX_OUTPUTS, (name) => `Outputs name '${name}'`);
  checkOutputs(Outputs);
  return checked;
};

import { AwsError } from '../kernel/aws-error.ts';
import type { Objects } from '../kernel/ports.ts';
import { fetchArchive, openArtifact } from '../template/artifact.ts';
import { stepsOf } from '../template/deploy.ts';
import { isRecord, type Properties } from '../template/properties.ts';
import type { Context, Registry } from '../template/resource-type.ts';
import { checkTemplate, type Template } from '../template/template.ts';
import { asValidationError, validationError } from './errors.ts';
import { refuseAttributes, refuseTypes } from './recognition.ts';
import type { Submission, Tag } from './stack.ts';

/** Where a template is: in the request, in S3, or the one that the stack has. */
export interface TemplateInput {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
}

/** What CreateStack, UpdateStack and CreateChangeSet have in common. Flags come as text by the query protocol. */
export interface SubmissionInput extends TemplateInput {
  readonly StackName: string;
  readonly UsePreviousTemplate?: boolean | string;
  readonly Parameters?: readonly { readonly ParameterKey: string }[] | string;
  readonly Tags?: readonly Tag[] | string;
  readonly Capabilities?: readonly string[] | string;
  readonly NotificationARNs?: readonly string[] | string;
}

/** What the operations take besides, and the lab does not: given, and not just said to be off. */
const UNSUPPORTED = [
  ...[
    'ImportExistingResources',
    'IncludeNestedStacks',
    'ResourceTypes',
    'ResourcesToImport',
    'RetainExceptOnCreate',
  ],
  ...['RoleARN', 'RollbackConfiguration', 'StackPolicyBody', 'StackPolicyDuringUpdateBody'],
  ...['StackPolicyDuringUpdateURL', 'StackPolicyURL', 'TimeoutInMinutes'],
];
const OFF: readonly unknown[] = [undefined, false, 'false', ''];

const refuseUnsupported = (input: SubmissionInput): void => {
  const members = input as SubmissionInput & Properties;
  const name = UNSUPPORTED.find((each) => !OFF.includes(members[each]));
  if (name !== undefined) throw validationError(`${name} is not supported by the lab`);
};

export const isTrue = (flag: boolean | string | undefined): boolean => flag === true || flag === 'true';

/** An empty list of the query protocol is an empty text. */
const listOf = <T>(list: readonly T[] | string | undefined): readonly T[] =>
  Array.isArray(list) ? list : [];

const LONGEST_BODY = 51_200;
/** `https://s3.amazonaws.com/<bucket>/<key>`, `https://<bucket>.s3.<region>.amazonaws.com/<key>`, or an endpoint's. */
const HOSTED = /^(.+?)\.s3[.-]/;

const NO_BUCKET =
  'S3 error: The specified bucket does not exist\n' +
  'For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';

const objectOf = (url: string): { readonly bucket: string; readonly key: string } => {
  const { hostname, pathname } = URL.parse(url) ?? { hostname: '', pathname: '' };
  const path = decodeURIComponent(pathname).slice(1);
  const hosted = HOSTED.exec(hostname)?.[1];
  if (hosted !== undefined) return { bucket: hosted, key: path };
  const [, bucket = '', key = ''] = /^([^/]+)\/(.+)$/.exec(path) ?? [];
  return { bucket, key };
};

/** The text of a template. */
export const templateText = (objects: Objects, { TemplateBody, TemplateURL }: TemplateInput): string => {
  if ((TemplateBody === undefined) === (TemplateURL === undefined)) {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  if (TemplateBody !== undefined) {
    if (TemplateBody.length <= LONGEST_BODY) return TemplateBody;
    throw validationError(
      `1 validation error detected: Value '${TemplateBody.slice(0, 40)}…' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_BODY}`,
    );
  }
  const { bucket, key } = objectOf(TemplateURL ?? '');
  if (bucket !== '' && !objects.hasBucket(bucket)) throw validationError(NO_BUCKET);
  const bytes = objects.get(bucket, key);
  if (bytes === undefined) {
    throw validationError('TemplateURL must reference a valid S3 object to which you have access.');
  }
  return Buffer.from(bytes).toString();
};

/** Reads a template. Throws ValidationError, in CloudFormation's words, for one that cannot be. */
export const readTemplate = (text: string): Template => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (!text.trimStart().startsWith('{')) {
      throw validationError('A template in YAML is not supported by the lab: use JSON');
    }
    throw validationError(
      `Template format error: JSON not well-formed. (${asValidationError(error).message})`,
    );
  }
  try {
    return checkTemplate(parsed);
  } catch (error) {
    throw asValidationError(error);
  }
};

/** What is to be done for a template, in order. Throws ValidationError. */
export const readSteps = (template: Template, registry: Registry) => {
  try {
    refuseTypes(template, registry);
    const steps = stepsOf(template, registry);
    refuseAttributes(template);
    return steps;
  } catch (error) {
    throw asValidationError(error);
  }
};

const rolesOf = ({ Resources }: Template) =>
  Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');

/** What a template asks to be acknowledged. Source: AWS CloudFormation API Reference, "CreateStack", Capabilities. */
export const requiredCapabilities = (template: Template): readonly string[] => {
  const roles = rolesOf(template);
  if (roles.length === 0) return [];
  return roles.some(({ Properties = {} }) => Properties.RoleName !== undefined)
    ? ['CAPABILITY_NAMED_IAM']
    : ['CAPABILITY_IAM'];
};

const checkCapabilities = (template: Template, given: readonly string[]): void => {
  const [required] = requiredCapabilities(template);
  if (required === undefined || given.includes(required) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${required}]`);
};

const artifactsIn =
  (objects: Objects): Context['artifact'] =>
  (s3Key, s3Bucket) =>
    openArtifact(fetchArchive(objects, s3Bucket, s3Key));

/**
 * Reads what is handed in for a stack. Throws `AwsError` for what CloudFormation refuses at once, and names what the
 * lab does not have.
 * @param previous what the stack was made from before
 */
export const readSubmission = (
  objects: Objects,
  input: SubmissionInput,
  previous?: Submission,
): Submission => {
  refuseUnsupported(input);
  const [parameter] = listOf(input.Parameters);
  if (isRecord(parameter)) {
    throw validationError(`Parameters: [${String(parameter.ParameterKey)}] do not exist in the template`);
  }
  const body =
    isTrue(input.UsePreviousTemplate) && previous !== undefined
      ? previous.body
      : templateText(objects, input);
  const template = readTemplate(body);
  const capabilities = listOf(input.Capabilities);
  checkCapabilities(template, capabilities);
  return {
    ...{ template, body, capabilities },
    tags: input.Tags === undefined ? (previous?.tags ?? []) : listOf(input.Tags),
    notificationArns: listOf(input.NotificationARNs),
    artifact: artifactsIn(objects),
  };
};

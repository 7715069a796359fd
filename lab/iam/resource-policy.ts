import { account } from '../kernel/account.ts';

/** A service's request on a resource as the resource's policy sees it. */
export interface PolicyRequest {
  /** A service: `events.amazonaws.com`. */
  readonly principal: string;
  /** `sqs:SendMessage` */
  readonly action: string;
  readonly resource: string;
  readonly sourceArn: string;
}

type Test = (request: PolicyRequest) => boolean;

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly matches: Test;
}

export type Policy = readonly Statement[];

/** Makes the error about an element of a statement. */
type Unsupported = (element: string) => Error;

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

/** `*` is any text, `?` any character. */
const glob = (pattern: string, flags = ''): RegExp => {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, `s${flags}`);
};

const arnParts = (arn: string): readonly string[] => {
  const [prefix = '', partition = '', service = '', region = '', account = '', ...resource] = arn.split(':');
  return [prefix, partition, service, region, account, resource.join(':')];
};

/** Each of the six parts of an ARN is compared for itself, so a `*` stays within its part. */
const arnLike = (pattern: string): ((value: string) => boolean) => {
  const parts = arnParts(pattern).map((part) => glob(part));
  return (value) => {
    const actual = arnParts(value);
    return parts.every((part, at) => part.test(actual[at] ?? ''));
  };
};

const equals = (expected: string) => (value: string) => value === expected;

const conditionOperators = new Map<string, (expected: string) => (value: string) => boolean>([
  ['ArnEquals', arnLike],
  ['ArnLike', arnLike],
  ['StringEquals', equals],
  ['StringLike', (pattern) => (value) => glob(pattern).test(value)],
  ['Bool', equals],
]);

const conditionKeys = new Map<string, (request: PolicyRequest) => string>([
  ['aws:sourcearn', ({ sourceArn }) => sourceArn],
  ['aws:sourceaccount', () => account.accountId],
  ['aws:securetransport', () => 'true'],
]);

const condition = (conditions: object = {}, unsupported: Unsupported): Test => {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) => {
    const compile = conditionOperators.get(operator);
    if (compile === undefined) throw unsupported(`Condition.${operator}`);
    return Object.entries(keys as object).map(([key, expected]): Test => {
      const actual = conditionKeys.get(key.toLowerCase());
      if (actual === undefined) throw unsupported(`Condition.${operator}.${key}`);
      const alternatives = list(expected).map(compile);
      return (request) => alternatives.some((matches) => matches(actual(request)));
    });
  });
  return (request) => tests.every((test) => test(request));
};

const principal = (given: unknown, unsupported: Unsupported): Test => {
  if (given === '*') return () => true;
  const { Service, AWS, ...others } = given as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw unsupported(`Principal.${other}`);
  // Account and role principals are other callers than the services that ask here.
  if (AWS !== undefined && list(AWS).includes('*')) return () => true;
  const services = Service === undefined ? [] : list(Service);
  return (request) => services.includes(request.principal);
};

const STATEMENT = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

const statement = (given: Readonly<Record<string, unknown>>, unsupported: Unsupported): Statement => {
  const unknown = Object.keys(given).find((element) => !STATEMENT.has(element));
  if (unknown !== undefined) throw unsupported(unknown);
  const { Effect, Principal, Action, Resource, Condition } = given;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw unsupported(`Effect ${Effect}`);
  const who = principal(Principal, unsupported);
  const actions = list(Action).map((action) => glob(action, 'i'));
  const resources = list(Resource).map((resource) => glob(resource));
  const when = condition(Condition as object | undefined, unsupported);
  return {
    effect: Effect,
    matches: (request) =>
      who(request) &&
      actions.some((action) => action.test(request.action)) &&
      resources.some((resource) => resource.test(request.resource)) &&
      when(request),
  };
};

/**
 * Reads the policy of a queue or a topic. Source: "Policy evaluation logic" and "IAM JSON policy elements" in the
 * IAM user guide. Throws an Error that names an element the lab does not understand.
 * @param type the CloudFormation type that the policy came with: `AWS::SQS::QueuePolicy`
 */
export const parseResourcePolicy = (document: unknown, type: string): Policy => {
  const { Statement } = (typeof document === 'string' ? JSON.parse(document) : document) as {
    Statement: unknown;
  };
  const unsupported: Unsupported = (element) =>
    new Error(`${type}.PolicyDocument.Statement.${element} is not supported by the lab`);
  return (Array.isArray(Statement) ? Statement : [Statement]).map((each) => statement(each, unsupported));
};

/** Whether a statement allows the request and none denies it. */
export const allows = (policy: Policy, request: PolicyRequest): boolean => {
  const effects = policy.filter(({ matches }) => matches(request)).map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
};

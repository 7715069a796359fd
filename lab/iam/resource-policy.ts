import { account } from '../kernel/account.ts';
import { type Condition, compileCondition, type Unsupported } from './condition.ts';
import { arnLike, like } from './pattern.ts';

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

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

const conditionOf = (given: object = {}, unsupported: Unsupported): Condition =>
  compileCondition(
    Object.fromEntries(
      Object.entries(given).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys as object).map(([key, values]) => [key, list(values)])),
      ]),
    ),
    unsupported,
  );

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
  const actions = list(Action).map((action) => like(action, { ignoreCase: true }));
  const resources = list(Resource).map(arnLike);
  const when = conditionOf(Condition as object | undefined, unsupported);
  return {
    effect: Effect,
    matches: (request) =>
      who(request) &&
      actions.some((matches) => matches(request.action)) &&
      resources.some((matches) => matches(request.resource)) &&
      when({ 'aws:SourceArn': request.sourceArn, 'aws:SourceAccount': account.accountId }),
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

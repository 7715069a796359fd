import { AwsError } from '../kernel/aws-error.ts';
import { isRecord, type Properties } from '../template/properties.ts';

/** Operator → condition key → values: `{ ArnEquals: { 'aws:SourceArn': ['arn:…'] } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

interface Clause {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Those it is about, or with `NotAction` those it is not about; they may hold `*` and `?`. */
  readonly actions?: readonly string[] | undefined;
  readonly notActions?: readonly string[] | undefined;
  readonly conditions: Conditions;
}

/** A statement of an identity policy; of resources as of actions. */
export interface Statement extends Clause {
  readonly resources?: readonly string[] | undefined;
  readonly notResources?: readonly string[] | undefined;
}

/** A statement of a trust policy. */
export interface TrustStatement extends Clause {
  /** Service principals, without a region: `states.amazonaws.com`. */
  readonly services: readonly string[];
}

const VERSIONS: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17'];
const DOCUMENT_FIELDS = ['Version', 'Id', 'Statement'];
const STATEMENT_FIELDS = [
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const UNSUPPORTED_FIELDS = ['NotPrincipal'];

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
const syntaxError = (): AwsError => malformed('Syntax errors in policy.');

const textsOf = (value: unknown): readonly string[] => {
  const texts = [value].flat();
  if (texts.every((text) => typeof text === 'string')) return texts;
  throw syntaxError();
};

const conditionsOf = (value: unknown): Conditions => {
  const record = (of: unknown): Properties => {
    if (isRecord(of)) return of;
    throw syntaxError();
  };
  const keysOf = (keys: unknown): Conditions[string] =>
    Object.fromEntries(
      Object.entries(record(keys)).map(([key, values]) => [key, [values].flat().map(String)] as const),
    );
  return Object.fromEntries(
    Object.entries(record(value)).map(([operator, keys]) => [operator, keysOf(keys)]),
  );
};

/** An element and its `Not…` twin, of which a statement has exactly one. */
const eitherOf = (given: unknown, not: unknown, missing: string): readonly string[] => {
  if (given === undefined && not === undefined) throw malformed(missing);
  if (given !== undefined && not !== undefined) throw syntaxError();
  return textsOf(given ?? not);
};

const actionsOf = ({ Action, NotAction }: Properties): Pick<Clause, 'actions' | 'notActions'> => {
  const actions = eitherOf(Action, NotAction, 'Policy statement must contain actions.');
  if (actions.every((action) => action === '*' || /^[\w-]+:[\w*?]+$/.test(action))) {
    return Action === undefined ? { notActions: actions } : { actions };
  }
  throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
};

const resourcesOf = (
  { Resource, NotResource }: Properties,
  where: string,
): Pick<Statement, 'resources' | 'notResources'> => {
  const resources = eitherOf(Resource, NotResource, 'Policy statement must contain resources.');
  const wrong = resources.find((resource) => resource !== '*' && !resource.startsWith('arn:'));
  if (wrong !== undefined) throw malformed(`Resource ${wrong} must be in ARN format or "*".`);
  const variable = resources.find((resource) => resource.includes('${'));
  if (variable !== undefined) throw new Error(`${where}.Resource: ${variable} is not supported by the lab`);
  return Resource === undefined ? { notResources: resources } : { resources };
};

const servicesOf = (value: unknown, where: string): readonly string[] => {
  if (value === undefined) throw malformed('Missing required field Principal');
  if (!isRecord(value))
    throw new Error(`${where}.Principal other than a service is not supported by the lab`);
  const other = Object.keys(value).find((kind) => kind !== 'Service');
  if (other !== undefined) throw new Error(`${where}.Principal.${other} is not supported by the lab`);
  // `states.us-east-1.amazonaws.com` stands for the same service as `states.amazonaws.com`.
  return textsOf(value.Service).map((service) =>
    service.replace(/^([\w-]+)\.[\w-]+\.amazonaws\.com$/, '$1.amazonaws.com'),
  );
};

const clauseOf = (statement: Properties): Clause => {
  const { Sid, Effect, Condition } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw syntaxError();
  if (Sid !== undefined && typeof Sid !== 'string') throw syntaxError();
  return { sid: Sid, effect: Effect, ...actionsOf(statement), conditions: conditionsOf(Condition ?? {}) };
};

const statementsOf = (document: unknown, where: string): readonly Properties[] => {
  if (!isRecord(document) || Object.keys(document).some((field) => !DOCUMENT_FIELDS.includes(field))) {
    throw syntaxError();
  }
  const statements = [document.Statement].flat();
  if (!VERSIONS.includes(document.Version) || statements.length === 0) throw syntaxError();
  return statements.map((statement) => {
    if (!isRecord(statement)) throw syntaxError();
    for (const field of Object.keys(statement)) {
      if (UNSUPPORTED_FIELDS.includes(field))
        throw new Error(`${where}.${field} is not supported by the lab`);
      if (!STATEMENT_FIELDS.includes(field)) throw syntaxError();
    }
    return statement;
  });
};

/**
 * The statements of an identity policy. Throws `AwsError` (MalformedPolicyDocument).
 * @param where the property that holds the document, for the refusal of what the lab does not support
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export const parsePolicy = (document: unknown, where: string): readonly Statement[] =>
  statementsOf(document, where).map((statement) => {
    if (statement.Principal !== undefined) throw malformed('Policy document should not specify a principal.');
    return { ...clauseOf(statement), ...resourcesOf(statement, where) };
  });

/** The statements of a role's trust policy; as `parsePolicy`. */
export const parseTrustPolicy = (document: unknown, where: string): readonly TrustStatement[] =>
  statementsOf(document, where).map((statement) => {
    const prohibited = ['Resource', 'NotResource'].find((field) => statement[field] !== undefined);
    if (prohibited !== undefined) throw malformed(`Has prohibited field ${prohibited}`);
    const clause = clauseOf(statement);
    if (!(clause.actions ?? []).every((action) => action.startsWith('sts:'))) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    return { ...clause, services: servicesOf(statement.Principal, where) };
  });

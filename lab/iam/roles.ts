import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { AccessRequest, Decision, Roles } from '../kernel/ports.ts';
import { isRecord, type Properties, type PropertyReader, readerOf } from '../template/properties.ts';
import type { Unsupported } from './condition.ts';
import { compileStatements, compileTrust, type Evaluate, type Trusts } from './evaluate.ts';
import { parsePolicy, parseTrustPolicy, type Statement, type TrustStatement } from './policy-document.ts';

export interface Role {
  readonly name: string;
  readonly arn: string;
  /** `AROA` and 17 characters. */
  readonly id: string;
  readonly trust: readonly TrustStatement[];
  /** Of all its inline policies. */
  readonly statements: readonly Statement[];
}

/** The roles of the account: who may assume them, and what they allow. `ref` is a role's name. */
export interface RoleStore extends Roles {
  /** Takes the properties of an AWS::IAM::Role. Throws `AwsError` (MalformedPolicyDocument, EntityAlreadyExists). */
  createRole(properties: Properties): Role;
  /** Replaces whom the role trusts and what it allows. Throws `AwsError` (MalformedPolicyDocument, NoSuchEntity). */
  updateRole(ref: string, properties: Properties): void;
  /** Throws `AwsError` (NoSuchEntity). */
  deleteRole(ref: string): void;
  role(roleArn: string): Role | undefined;
}

/** A role, ready to be asked. */
interface Compiled {
  readonly role: Role;
  readonly evaluate: Evaluate;
  readonly trusts: Trusts;
  /** By action and resource; undefined when conditions make a decision depend on more. */
  readonly decisions: Map<string, Decision> | undefined;
}

const TYPE = 'AWS::IAM::Role';
const SUPPORTED = ['RoleName', 'AssumeRolePolicyDocument', 'Policies'];
/** Inert: no session of the lab outlives its invocation. */
const INERT = ['Description', 'MaxSessionDuration', 'Tags'];
const LONGEST_NAME = 64;
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const nameOf = (reader: PropertyReader): string => {
  const name = reader.text('RoleName');
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= LONGEST_NAME) return name;
  const constraint =
    name.length > LONGEST_NAME
      ? `Member must have length less than or equal to ${LONGEST_NAME}`
      : 'Member must satisfy regular expression pattern: [\\w+=,.@-]+';
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${name}' at 'roleName' failed to satisfy constraint: ${constraint}`,
  );
};

const statementsOf = (policies: unknown): readonly Statement[] => {
  if (!Array.isArray(policies)) throw new Error(`${TYPE}.Policies must be a list`);
  return policies.flatMap((policy) => {
    const reader = readerOf(`${TYPE}.Policies`, isRecord(policy) ? policy : {}, [
      'PolicyName',
      'PolicyDocument',
    ]);
    reader.text('PolicyName');
    return parsePolicy(reader.optionalRecord('PolicyDocument'), `${TYPE}.Policies.PolicyDocument.Statement`);
  });
};

const TRUST = `${TYPE}.AssumeRolePolicyDocument.Statement`;

/** What the properties say of a role, besides its name. */
const policiesOf = (properties: Properties): Pick<Role, 'trust' | 'statements'> => ({
  trust: parseTrustPolicy(properties.AssumeRolePolicyDocument, TRUST),
  statements: statementsOf(properties.Policies ?? []),
});

const unsupported =
  (where: string): Unsupported =>
  (element) =>
    new Error(`${where}.${element} is not supported by the lab`);

const isUnconditional = ({ conditions }: Statement): boolean => Object.keys(conditions).length === 0;

const compile = (role: Role): Compiled => ({
  role,
  evaluate: compileStatements(role.statements, unsupported(`${TYPE}.Policies.PolicyDocument.Statement`)),
  trusts: compileTrust(role.trust, unsupported(TRUST)),
  decisions: role.statements.every(isUnconditional) ? new Map() : undefined,
});

/** Decisions kept of a role, before all are forgotten: executions and log streams are resources without number. */
const MOST_DECISIONS = 1000;

export const createRoles = ({ kernel }: { readonly kernel: Kernel }): RoleStore => {
  const random = kernel.random.fork('iam');
  /** By ARN. */
  const roles = new Map<string, Compiled>();
  const newId = (): string =>
    `AROA${Array.from({ length: 17 }, () => ID_ALPHABET[random.integer(ID_ALPHABET.length)]).join('')}`;
  // IAM is global: its ARNs name no region.
  const arnOf = (name: string): string => `arn:${account.partition}:iam::${account.accountId}:role/${name}`;
  const get = (name: string): Compiled => {
    const found = roles.get(arnOf(name));
    if (found !== undefined) return found;
    throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, { status: 404 });
  };

  const evaluate = ({ role, evaluate }: Compiled, { action, resource, context }: AccessRequest): Decision =>
    evaluate(action, resource, {
      'aws:PrincipalArn': role.arn,
      'aws:PrincipalAccount': account.accountId,
      'aws:PrincipalType': 'AssumedRole',
      ...context,
    });

  return {
    createRole: (properties) => {
      const name = nameOf(readerOf(TYPE, properties, [...SUPPORTED, ...INERT]));
      const arn = arnOf(name);
      if (roles.has(arn)) {
        throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, { status: 409 });
      }
      const policies = policiesOf(properties);
      const role = { name, arn, id: newId(), ...policies };
      roles.set(arn, compile(role));
      return role;
    },
    updateRole: (ref, properties) => {
      const { role } = get(ref);
      readerOf(TYPE, properties, [...SUPPORTED, ...INERT]);
      roles.set(role.arn, compile({ ...role, ...policiesOf(properties) }));
    },
    deleteRole: (ref) => void roles.delete(get(ref).role.arn),
    role: (roleArn) => roles.get(roleArn)?.role,
    decide: (request) => {
      const compiled = roles.get(request.roleArn);
      if (compiled === undefined) return 'implicitDeny';
      const { decisions } = compiled;
      if (decisions === undefined) return evaluate(compiled, request);
      const key = `${request.action} ${request.resource}`;
      const known = decisions.get(key);
      if (known !== undefined) return known;
      const decision = evaluate(compiled, request);
      if (decisions.size >= MOST_DECISIONS) decisions.clear();
      decisions.set(key, decision);
      return decision;
    },
    trusts: (roleArn, service, context = {}) => roles.get(roleArn)?.trusts(service, context) ?? false,
  };
};

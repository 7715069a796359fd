import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isRecord, type Properties, type PropertyReader, readerOf } from '../template/properties.ts';
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

export interface Roles {
  /** Takes the properties of an AWS::IAM::Role. Throws `AwsError` (MalformedPolicyDocument, EntityAlreadyExists). */
  createRole(properties: Properties): Role;
  role(roleArn: string): Role | undefined;
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

/** The roles of the account: who may assume them, and what they allow. */
export const createRoles = ({ kernel }: { readonly kernel: Kernel }): Roles => {
  const random = kernel.random.fork('iam');
  const roles = new Map<string, Role>();
  const newId = (): string =>
    `AROA${Array.from({ length: 17 }, () => ID_ALPHABET[random.integer(ID_ALPHABET.length)]).join('')}`;
  return {
    createRole: (properties) => {
      const reader = readerOf(TYPE, properties, [...SUPPORTED, ...INERT]);
      const name = nameOf(reader);
      // IAM is global: its ARNs name no region.
      const arn = `arn:${account.partition}:iam::${account.accountId}:role/${name}`;
      if (roles.has(arn)) {
        throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, { status: 409 });
      }
      const trust = parseTrustPolicy(
        properties.AssumeRolePolicyDocument,
        `${TYPE}.AssumeRolePolicyDocument.Statement`,
      );
      const role = { name, arn, id: newId(), trust, statements: statementsOf(properties.Policies ?? []) };
      roles.set(arn, role);
      return role;
    },
    role: (roleArn) => roles.get(roleArn),
  };
};

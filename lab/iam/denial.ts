import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { AccessRequest, Decision, Roles } from '../kernel/ports.ts';

/** Something that is to be done under a role, and by whom. */
export interface Attempt extends AccessRequest {
  /** As what the role was taken: a function's name, an execution's. */
  readonly session: string;
}

/** How a service words a denial. */
export interface Words {
  readonly code: string;
  readonly status: number;
  /** SQS names its actions in lower case. */
  readonly isLowerCase?: boolean;
}

const WORDS: Words = { code: 'AccessDeniedException', status: 403 };

/** `arn:aws:iam::123456789012:role/lend` taken by `desk` → `arn:aws:sts::123456789012:assumed-role/lend/desk` */
const assumedRole = (roleArn: string, session: string): string =>
  `arn:${account.partition}:sts::${account.accountId}:assumed-role/${roleArn.split('/').at(-1)}/${session}`;

/** Source: IAM User Guide, "Troubleshoot access denied error messages". */
const messageOf = (
  { roleArn, session, resource }: Attempt,
  action: string,
  decision: Exclude<Decision, 'allowed'>,
): string => {
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const why =
    decision === 'explicitDeny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${assumedRole(roleArn, session)} is not authorized to perform: ${action}${on} ${why}`;
};

/** Throws `AwsError`, AccessDeniedException or as `words` has it, for what the role does not allow. */
export const assertAllowed = (roles: Pick<Roles, 'decide'>, attempt: Attempt, words = WORDS): void => {
  const decision = roles.decide(attempt);
  if (decision === 'allowed') return;
  const { code, status, isLowerCase } = words;
  const action = isLowerCase ? attempt.action.toLowerCase() : attempt.action;
  throw new AwsError(code, messageOf(attempt, action, decision), { status });
};

import { account } from '../kernel/account.ts';
import type { Caller } from '../kernel/service.ts';

/** Whom IAM sees behind a call. */
export interface CallerIdentity {
  /** Unique id: of a user, or of a role and the session's name. */
  readonly userId: string;
  readonly arn: string;
}

/** Unique ids as IAM makes them: 17 characters after the prefix. AWS's own examples end alike. */
const USER_ID = 'AIDACKCEVSQ6C2EXAMPLE';
const ROLE_ID = 'AROACKCEVSQ6C2EXAMPLE';

const { accountId, partition } = account;

/** The user under whose name whoever comes from outside calls. */
const USER: CallerIdentity = { userId: USER_ID, arn: `arn:${partition}:iam::${accountId}:user/lab` };

/** Under a role, a session of it, which has the name of the function or state machine that calls. */
export const identityOf = ({ name, roleArn }: Caller): CallerIdentity => {
  if (roleArn === undefined) return USER;
  const session = name.slice(name.indexOf(':') + 1);
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    userId: `${ROLE_ID}:${session}`,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${role}/${session}`,
  };
};

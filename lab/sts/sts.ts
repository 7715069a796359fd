import { account } from '../kernel/account.ts';
import type { Caller, Service } from '../kernel/service.ts';
import { identityOf } from './identity.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const getCallerIdentity = (_input: unknown, caller: Caller) => {
  const { userId, arn } = identityOf(caller);
  return { UserId: userId, Account: account.accountId, Arn: arn };
};

/** Security Token Service, as far as tools ask it who they are. */
export const sts: Service = { id: 'sts', operations: { GetCallerIdentity: getCallerIdentity } };

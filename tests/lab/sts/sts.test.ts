import { describe, expect, it } from '@jest/globals';
import type { Caller } from '../../../lab/kernel/service.ts';
import { sts } from '../../../lab/sts/sts.ts';

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
describe('GetCallerIdentity', () => {
  it.each<[string, Caller, string, RegExp]>([
    ['a user', { name: 'user' }, 'arn:aws:iam::123456789012:user/lab', /^AIDA[A-Z0-9]{17}$/],
    [
      'the session of a role, named as the function',
      { name: 'function:lend', roleArn: 'arn:aws:iam::123456789012:role/library/Lender' },
      'arn:aws:sts::123456789012:assumed-role/Lender/lend',
      /^AROA[A-Z0-9]{17}:lend$/,
    ],
  ])('names %s', (_who, caller, arn, userId) => {
    expect(sts.operations.GetCallerIdentity?.({}, caller)).toEqual({
      Account: '123456789012',
      Arn: arn,
      UserId: expect.stringMatching(userId),
    });
  });
});

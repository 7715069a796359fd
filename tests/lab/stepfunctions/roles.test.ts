import { describe, expect, it } from '@jest/globals';
import type { Decision, Roles } from '../../../lab/kernel/ports.ts';
import { createWorld } from './world.ts';

const ROLE = 'arn:aws:iam::123456789012:role/machine';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:pay';
const pay = {
  StartAt: 'Pay',
  States: { Pay: { Type: 'Task', Resource: FUNCTION, End: true } },
};

const rolesThat = (trusts: boolean, decision: Decision): Roles => ({
  trusts: (roleArn, service) => trusts && roleArn === ROLE && service === 'states.amazonaws.com',
  decide: ({ roleArn, action, resource }) =>
    roleArn === ROLE && action === 'lambda:InvokeFunction' && resource === FUNCTION
      ? decision
      : 'implicitDeny',
});

/** Step Functions Developer Guide, "How Step Functions works with IAM" and "IAM policies for calling AWS Lambda". */
describe('the role of a state machine', () => {
  it('must trust Step Functions, whether the machine is made or changed', async () => {
    const message =
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';
    const refusal = expect.objectContaining({ code: 'AccessDeniedException', status: 400, message });
    const refusing = createWorld({}, { roles: rolesThat(false, 'allowed') });
    expect(() => refusing.create(pay)).toThrow(refusal);
    const world = createWorld({}, { roles: rolesThat(true, 'allowed') });
    const stateMachineArn = world.create(pay);
    const change = world.call('UpdateStateMachine', { stateMachineArn, roleArn: `${ROLE}2` });
    await expect(change).rejects.toEqual(refusal);
    expect((await world.call('DescribeStateMachine', { stateMachineArn })).roleArn).toBe(ROLE);
  });

  it('lets it invoke a function', async () => {
    const world = createWorld({ pay: () => 'paid' }, { roles: rolesThat(true, 'allowed') });
    expect(await world.run(pay)).toMatchObject({ status: 'SUCCEEDED', output: 'paid' });
  });

  it.each<[Decision, string]>([
    ['implicitDeny', 'because no identity-based policy allows the lambda:InvokeFunction action'],
    ['explicitDeny', 'with an explicit deny in an identity-based policy'],
  ])('fails the task that it does not allow: %s', async (decision, why) => {
    const world = createWorld({ pay: () => 'paid' }, { roles: rolesThat(true, decision) });
    const { status, error, cause } = await world.run(pay);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
    expect(cause).toMatch(
      /^User: arn:aws:sts::123456789012:assumed-role\/machine\/[\w-]+ is not authorized to perform: lambda:InvokeFunction on resource: /,
    );
    expect(cause).toContain(`${FUNCTION} ${why} (Service: Lambda, Status Code: 403, `);
    expect(world.invoked).toEqual([]);
  });
});

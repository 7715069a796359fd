// Lambda looks at the role when something is attached to a function; the words are Lambda's own.
import { describe, expect, it } from '@jest/globals';
import type { AccessRequest, Roles } from '../../../lab/kernel/ports.ts';
import { createRoleChecks } from '../../../lab/lambda/role-checks.ts';
import { codeFor, createFixture, DEAD_ARN, QUEUE_ARN, STREAM_ARN } from './fixture.ts';

const Role = 'arn:aws:iam::123456789012:role/f';
const CODE = 'exports.handler = async ({ bad }) => { if (bad) throw new Error(); };';

/** A role that may do everything but one action; without one it may not even be assumed. */
const rolesWithout = (missing: string | undefined): Roles => ({
  decide: ({ action }: AccessRequest) => (action === missing ? 'implicitDeny' : 'allowed'),
  trusts: () => missing !== undefined,
});

const setup = (missing: string | undefined, properties: object = {}) => {
  const fixture = createFixture({ roles: rolesWithout(missing) });
  const deploy = () => fixture.deploy('f', CODE, { Role, ...properties });
  return { ...fixture, deploy };
};

const refusal = (message: string) =>
  expect.objectContaining({ code: 'InvalidParameterValueException', status: 400, message });

const thrown = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

const config = (destination: string) => ({
  ...{ FunctionName: 'f', Qualifier: '$LATEST' },
  DestinationConfig: { [destination]: { Destination: DEAD_ARN } },
});
const stream = { FunctionName: 'f', EventSourceArn: STREAM_ARN, StartingPosition: 'LATEST' };
const noSend = refusal(
  `The function's execution role does not have permissions to call SendMessage on ${DEAD_ARN}`,
);
const noRead = refusal(
  `Cannot access stream ${STREAM_ARN}. Please ensure the role can perform the GetRecords, GetShardIterator, ` +
    'DescribeStream, and ListStreams Actions on your stream in IAM.',
);

describe('the role of a function', () => {
  it('must be one that Lambda may assume', () => {
    const { deploy } = setup(undefined);
    expect(thrown(deploy)).toEqual(refusal('The role defined for the function cannot be assumed by Lambda.'));
  });

  it('must write traces where tracing is active, when it is made and when it is changed', () => {
    const noTraces = refusal(
      'The provided execution role does not have permissions to call PutTraceSegments on XRAY',
    );
    const active = { TracingConfig: { Mode: 'Active' } };
    expect(thrown(setup('xray:PutTraceSegments', active).deploy)).toEqual(noTraces);
    const { deploy, lambda } = setup('xray:PutTraceSegments');
    deploy();
    const properties = {
      FunctionName: 'f',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role,
      ...active,
    };
    expect(thrown(() => lambda.updateFunction('f', properties, codeFor(CODE)))).toEqual(noTraces);
  });

  it.each(['OnSuccess', 'OnFailure'])('must send to the destination it has %s', (destination) => {
    const { deploy, lambda } = setup('sqs:SendMessage');
    deploy();
    expect(thrown(() => lambda.createEventInvokeConfig(config(destination), 'config'))).toEqual(noSend);
  });

  it.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])('must read its queue: %s', (action) => {
    const { deploy, lambda } = setup(`sqs:${action}`);
    deploy();
    const mapping = { FunctionName: 'f', EventSourceArn: QUEUE_ARN };
    expect(thrown(() => lambda.createEventSourceMapping(mapping))).toEqual(
      refusal(`The function execution role does not have permissions to call ${action} on SQS`),
    );
  });

  it.each(['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'])(
    'must read its stream: %s',
    (action) => {
      const { deploy, lambda } = setup(`dynamodb:${action}`);
      deploy();
      expect(thrown(() => lambda.createEventSourceMapping(stream))).toEqual(noRead);
    },
  );

  it('must send where the records end that are given up', () => {
    const { deploy, lambda } = setup('sqs:SendMessage');
    deploy();
    const mapping = { ...stream, DestinationConfig: { OnFailure: { Destination: DEAD_ARN } } };
    expect(thrown(() => lambda.createEventSourceMapping(mapping))).toEqual(noSend);
  });

  it('is not looked at where there is none to ask', () => {
    const { assertRuns } = createRoleChecks(undefined);
    expect(() => assertRuns({ roleArn: Role, tracing: 'Active' })).not.toThrow();
  });
});

describe('a role that lost what it was checked for', () => {
  it('sends nothing to a destination', async () => {
    const lost = { action: '' };
    const roles: Roles = {
      decide: ({ action }) => (action === lost.action ? 'implicitDeny' : 'allowed'),
      trusts: () => true,
    };
    const { deploy, lambda, invokeAsync, kernel, queue } = createFixture({ roles });
    deploy('f', CODE, { Role });
    lambda.createEventInvokeConfig(config('OnFailure'), 'config');
    await invokeAsync('f', { bad: true });
    await kernel.clock.run();
    lost.action = 'sqs:SendMessage';
    await invokeAsync('f', { bad: true });
    await kernel.clock.run();
    expect(queue.sent).toHaveLength(1);
  });

  it.each(['logs:CreateLogStream', 'logs:PutLogEvents'])('leaves no logs: %s', async (action) => {
    const { deploy, invoke, lines } = setup(action);
    deploy();
    await invoke('f');
    expect(lines('f')).toEqual([]);
  });
});

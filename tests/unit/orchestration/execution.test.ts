import '../fakes/runtime.ts';
import {
  type DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  type StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { runStatus, startRun } from '../../../src/orchestration/execution.ts';
import { startRuns } from '../../../src/orchestration/starter.ts';
import type { OrderRow } from '../../../src/services/order/decisions.ts';
import { order, rows } from '../order/given.ts';

const MACHINE = 'arn:aws:states:eu-west-2:123456789012:stateMachine:pizza-order';
const problem = { message: '', $metadata: {} };

/** A client that notes what it is asked, and answers or throws as told. */
const given = (answer: object | Error = {}) => {
  const asked: object[] = [];
  const send = async (command: StartExecutionCommand | DescribeExecutionCommand) => {
    asked.push(command.input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, client: { send } as unknown as SFNClient };
};

describe('startRun', () => {
  it('names the run after the order, and gives it the order, the attempt and the deadline', async () => {
    const { asked, client } = given();
    await startRun(client, MACHINE)({ ...rows.created, trace: 'Root=1-69661820' });
    expect(asked).toEqual([
      {
        stateMachineArn: MACHINE,
        name: '12345',
        input: JSON.stringify({
          order: { orderId: '12345', ...order },
          attempt: 1,
          deadline: '2026-01-13T10:30:00.000Z',
        }),
        traceHeader: 'Root=1-69661820',
      },
    ]);
  });

  it('takes a run that exists for one that is started (H24), and nothing else', async () => {
    const exists = given(new ExecutionAlreadyExists(problem));
    await startRun(exists.client, MACHINE)(rows.created);
    const throttled = given(new Error('ThrottlingException'));
    await expect(startRun(throttled.client, MACHINE)(rows.created)).rejects.toThrow('Throttling');
  });
});

describe('runStatus', () => {
  it.each([
    ['RUNNING', 'running'],
    ['PENDING_REDRIVE', 'running'],
    ['SUCCEEDED', 'ended'],
    ['FAILED', 'ended'],
    ['TIMED_OUT', 'ended'],
    ['ABORTED', 'ended'],
  ])('of %s: %s', async (status, expected) => {
    const { asked, client } = given({ status });
    expect(await runStatus(client, MACHINE)({ ...rows.created, attempt: 2 })).toBe(expected);
    expect(asked).toEqual([
      { executionArn: 'arn:aws:states:eu-west-2:123456789012:execution:pizza-order:12345-2' },
    ]);
  });

  it('of what does not exist: missing; what cannot be known is an error', async () => {
    const { client } = given(new ExecutionDoesNotExist(problem));
    expect(await runStatus(client, MACHINE)(rows.created)).toBe('missing');
    const throttled = given(new Error('ThrottlingException'));
    await expect(runStatus(throttled.client, MACHINE)(rows.created)).rejects.toThrow('Throttling');
  });
});

describe('the starter', () => {
  const recordOf = (row: OrderRow): DynamoDBRecord => ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: `seq-${row.orderId}`,
      NewImage: marshall({ ...row, outbox: 'com.pizzaco.order.created' }) as NonNullable<
        NonNullable<DynamoDBRecord['dynamodb']>['NewImage']
      >,
    },
  });

  const given = (refused: string) => {
    const started: string[] = [];
    const kept: [string, unknown][] = [];
    const startRun = async ({ orderId }: OrderRow) => {
      if (orderId === refused) throw new Error('ThrottlingException');
      started.push(orderId);
    };
    const quarantine = async (reason: string, whole: unknown) => {
      kept.push([reason, whole]);
    };
    const run = (...records: DynamoDBRecord[]) => startRuns({ Records: records }, { startRun, quarantine });
    return { started, kept, run };
  };

  it('starts a run for every order, and reports those it could not start', async () => {
    const { started, run } = given('2');
    const result = await run(...['1', '2', '3'].map((orderId) => recordOf({ ...rows.created, orderId })));
    expect(started).toEqual(['1', '3']);
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'seq-2' }] });
  });

  it("keeps a row that says no order.created, but for what is the service's own, and does not let it block the others (H14)", async () => {
    const { started, kept, run } = given('none');
    const { caller: _c, lookAgainAt: _l, openShard: _o, ...common } = rows.created;
    const malformed = { orderId: 'malformed', said: {} };
    const poison = recordOf({ ...rows.created, ...malformed });
    expect(await run(poison, recordOf(rows.created))).toEqual({ batchItemFailures: [] });
    expect(started).toEqual([rows.created.orderId]);
    expect(kept).toEqual([
      [expect.stringContaining('never said'), recordOf({ ...common, ...malformed } as OrderRow)],
    ]);
  });
});

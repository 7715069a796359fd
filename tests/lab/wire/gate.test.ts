import { beforeEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { FaultError, Point } from '../../../lab/kernel/point.ts';
import { createGate } from '../../../lab/wire/gate.ts';

const setup = () => {
  const kernel = virtualKernel({ seed: 1, startAt: 0 });
  const gate = createGate({ kernel });
  const writes: unknown[] = [];
  gate.register({
    id: 'dynamodb',
    operations: {
      PutItem: (input, { name, fault }) => ({
        ...{ count: writes.push(input), by: name },
        ...(fault && { fault }),
      }),
    },
  });
  const put = async (operation = 'PutItem') => {
    const call = gate.call({
      service: 'dynamodb',
      operation,
      input: { a: 1 },
      caller: { name: 'function:f' },
    });
    call.catch(() => {});
    await kernel.clock.run();
    return call;
  };
  const strike = (error: FaultError) => kernel.install(() => ({ error }));
  return { kernel, writes, put, strike };
};

describe('the gate', () => {
  let world: ReturnType<typeof setup>;
  beforeEach(() => {
    world = setup();
  });

  it('performs the operation after the latency of a call, as a point others can see', async () => {
    const points: Point[] = [];
    world.kernel.observe((point) => void points.push(point));
    expect(await world.put()).toEqual({ count: 1, by: 'function:f' });
    expect(points).toEqual([
      { kind: 'call', source: 'function:f', target: 'dynamodb:PutItem', payload: { a: 1 } },
    ]);
    expect(world.kernel.clock.now()).toBeGreaterThan(0);
  });

  it('fails before the operation, as a server error unless told otherwise', async () => {
    world.strike({ name: 'InternalServerError', message: 'x' });
    await expect(world.put()).rejects.toEqual(
      expect.objectContaining({ code: 'InternalServerError', message: 'x', status: 500 }),
    );
    expect(world.writes).toEqual([]);
  });

  it('loses the answer after the operation', async () => {
    world.strike({ name: 'ThrottlingException', message: '', status: 400, when: 'after' });
    await expect(world.put()).rejects.toMatchObject({ code: 'ThrottlingException', status: 400 });
    expect(world.writes).toEqual([{ a: 1 }]);
  });

  it.each(['Nothing', 'toString'])('names an operation it does not have: %s', async (operation) => {
    const error = new AwsError(
      'UnknownOperationException',
      `The lab does not support dynamodb:${operation}.`,
    );
    await expect(world.put(operation)).rejects.toEqual(error);
  });

  it('refuses what the caller may not do, when the call has arrived, and tells of it', async () => {
    const kernel = virtualKernel({ seed: 1, startAt: 0 });
    const denial = new AwsError('AccessDeniedException', 'no');
    const asked: unknown[] = [];
    const gate = createGate({
      kernel,
      authorize: (...call) => {
        asked.push(call);
        throw denial;
      },
    });
    const PutItem = () => {
      throw new Error('performed');
    };
    gate.register({ id: 'dynamodb', operations: { PutItem } });
    const points: Point[] = [];
    kernel.observe((point) => void points.push(point));
    const caller = { name: 'function:f', roleArn: 'arn:r' };
    const call = gate.call({ service: 'dynamodb', operation: 'PutItem', input: { a: 1 }, caller });
    await expect(kernel.clock.settle(call)).rejects.toBe(denial);
    expect(asked).toEqual([['dynamodb', 'PutItem', { a: 1 }, caller]]);
    expect(points.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      'call dynamodb:PutItem',
      'outcome denied',
    ]);
  });

  it.each([
    [
      'at once',
      (error: Error) => {
        throw error;
      },
    ],
    [
      'later',
      async (error: Error) => {
        throw error;
      },
    ],
  ])('tells of what a service refuses %s', async (_, refuse: (error: Error) => unknown) => {
    const kernel = virtualKernel({ seed: 1, startAt: 0 });
    const gate = createGate({ kernel });
    const refusal = new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
    gate.register({ id: 'dynamodb', operations: { PutItem: () => refuse(refusal) } });
    const told: Point[] = [];
    kernel.observe((point) => void told.push(point));
    const input = { a: 1 };
    const call = gate.call({
      service: 'dynamodb',
      operation: 'PutItem',
      input,
      caller: { name: 'function:f' },
    });
    await expect(kernel.clock.settle(call)).rejects.toBe(refusal);
    const payload = { input, error: refusal };
    expect(told.at(-1)).toEqual({ kind: 'outcome', source: 'function:f', target: 'refused', payload });
  });

  it('gives the error the members it has', async () => {
    world.strike({
      name: 'TransactionCanceledException',
      message: 'x',
      members: { CancellationReasons: [] },
    });
    await expect(world.put()).rejects.toEqual(
      expect.objectContaining({ members: { CancellationReasons: [] } }),
    );
  });

  it('leaves a fault that strikes some entries to the operation', async () => {
    const fault = { name: 'ThrottlingException', message: 'x', entries: [1] };
    world.strike(fault);
    expect(await world.put()).toMatchObject({ fault });
  });
});

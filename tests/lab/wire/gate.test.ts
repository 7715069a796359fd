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
    operations: { PutItem: (input, caller) => ({ count: writes.push(input), by: caller.name }) },
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
});

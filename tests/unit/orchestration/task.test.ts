import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { UnreadableEvent } from '../../../src/contracts/index.ts';
import { commandFor, MalformedTask, orderOf, runTask, type Task } from '../../../src/orchestration/task.ts';
import { read } from '../../contracts/samples.ts';
import { order } from '../order/given.ts';

const input = { command: 'chargePayment', order: { orderId: '12345', ...order }, attempt: 1 };

const run = async (given: unknown): Promise<Task> => {
  let seen: Task | undefined;
  const note = async (task: Task): Promise<undefined> => {
    seen = task;
  };
  await runTask(
    given,
    { chargePayment: note, undoPayment: note },
    { 'com.pizzaco.order.created': 'chargePayment' },
  );
  if (seen === undefined) throw new Error('no task was run');
  return seen;
};

describe('runTask', () => {
  it('hands on what the state machine sends, whatever stands beside it', async () => {
    expect(await run({ ...input, facts: [null] })).toEqual({ ...input, facts: [null] });
  });

  it('takes a raw CloudEvent for the task that it means', async () => {
    const task = await run({ ...read('order.created'), attempt: 3 });
    expect(task).toMatchObject({ command: 'chargePayment', attempt: 3 });
    expect(orderOf(task)).toEqual(input.order);
  });

  it.each<[string, unknown, string]>([
    ['no object', 'charge!', 'input'],
    ['nothing', undefined, 'input'],
    ['no command', { ...input, command: undefined }, 'command'],
    ["another function's command", { ...input, command: 'assignChef' }, 'chargePayment, undoPayment'],
    ["an object's own word", { ...input, command: 'constructor' }, 'constructor'],
    ['no order', { ...input, order: {} }, 'order.orderId'],
    ['attempt 0', { ...input, attempt: 0 }, 'attempt'],
    ['an event that means nothing here', read('kitchen.ready'), 'com.pizzaco.kitchen.ready'],
  ])('refuses what is no task: %s', async (_, given, message) => {
    const refused = await run(given).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MalformedTask);
    expect(refused).toMatchObject({ name: 'MalformedTask', message: expect.stringContaining(message) });
  });

  it('refuses an event that cannot be read', async () => {
    await expect(run({ ...read('order.created'), data: {} })).rejects.toThrow(UnreadableEvent);
  });
});

describe('orderOf', () => {
  it('names the fields that a forward task lacks', () => {
    const { customerId: _, ...rest } = input.order;
    expect(() => orderOf({ ...input, order: rest })).toThrow('customerId');
  });
});

describe('commandFor', () => {
  it('is the same for every run of the order, but for the attempt (H21)', () => {
    const first = commandFor(input, 'charge', undefined);
    const second = commandFor({ ...input, attempt: 2 }, 'charge', undefined);
    expect(second).toEqual({ ...first, cause: { ...first.cause, attempt: 2 } });
  });
});

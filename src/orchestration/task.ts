import * as z from 'zod/mini';
import {
  assertFits,
  type CloudEvent,
  describeIssues,
  type EventOf,
  eventId,
  orderCreated,
  parseEvent,
  payloadHash,
} from '../contracts/index.ts';
import type { Command } from '../platform/command.ts';
import { aboutOrder } from '../platform/tracing.ts';

const shape = z.looseObject({
  /** The task's name: `chargePayment`. */
  command: z.string(),
  /** order.created's data; an undo needs the id alone. */
  order: z.looseObject({ orderId: orderCreated.data.shape.orderId }),
  attempt: z.int().check(z.minimum(1)),
});

/** A task as the state machine invokes it. What else a command needs stands beside these. */
export type Task = z.infer<typeof shape>;

export type Order = EventOf<typeof orderCreated>['data'];

/** The tasks of one function, by name. Each answers with its fact, if it says one. */
export type Tasks = Readonly<Record<string, (task: Task) => Promise<CloudEvent | undefined>>>;

/** What is no task: the state machine does not send it, and no retry mends it. */
export class MalformedTask extends Error {
  override readonly name = 'MalformedTask';
}

/**
 * Runs what the state machine, or a person with a raw CloudEvent, asks for. `meanings` says which task an event
 * stands for.
 *
 * @throws MalformedTask naming the fields at fault; UnreadableEvent; EventTooLarge
 */
export const runTask = async (
  input: unknown,
  tasks: Tasks,
  meanings: Readonly<Record<string, string>>,
): Promise<CloudEvent | undefined> => {
  const task = read(shape, isEvent(input) ? taskOf(readEvent(input), meanings) : input);
  const run = Object.hasOwn(tasks, task.command) ? tasks[task.command] : undefined;
  if (run === undefined) {
    throw new MalformedTask(`command: "${task.command}" is none of ${Object.keys(tasks).join(', ')}`);
  }
  return aboutOrder(
    task.order.orderId,
    task.command,
    () => run(task),
    (fact) => fact?.type,
  );
};

const isEvent = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && 'specversion' in input;

const readEvent = (input: unknown): CloudEvent => {
  const event = parseEvent(input);
  assertFits(event);
  return event;
};

const taskOf = (event: CloudEvent, meanings: Readonly<Record<string, string>>) => ({
  command: meanings[event.type] ?? event.type,
  order: event.data,
  attempt: event.attempt,
  verdict: event.data,
});

/** The order that a forward task carries. @throws MalformedTask */
export const orderOf = (task: Task): Order => read(orderCreated.data, task.order);

/** @throws MalformedTask naming the fields at fault */
export const read = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const { data, error } = z.safeParse(schema, value);
  if (error === undefined) return data;
  throw new MalformedTask(describeIssues(error.issues, 'input'));
};

/** The service's command for a task: the same for every run of the same order, but for the attempt (H8). */
export const commandFor = <Data>(task: Task, name: string, data: Data): Command<Data> => ({
  name,
  orderId: task.order.orderId,
  data,
  cause: {
    id: eventId(orderCreated.type, task.order.orderId),
    hash: payloadHash({ type: name, data }).slice(0, 16),
    attempt: task.attempt,
  },
});

import * as z from 'zod/mini';
import { kitchenReady, parseAs } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import type { Command } from '../platform/command.ts';
import { type ArrivingFact, arriving } from '../services/kitchen/decisions.ts';
import { decideOrder, type KitchenDeps, prepare } from '../services/kitchen/operations.ts';
import { commandFor, MalformedTask, read, type Task, type Tasks } from './task.ts';

const readFact = parseAs(arriving);

/** The branches' results: a fact each, or null from one that the deadline overtook. */
const results = z.object({ facts: z.array(z.nullable(z.record(z.string(), z.unknown()))) });

const factsOf = (task: Task): readonly ArrivingFact[] =>
  read(results, task).facts.flatMap((result) => {
    if (result === null) return [];
    const fact = readFact(result);
    if (fact.subject === task.order.orderId) return [fact];
    throw new MalformedTask(`facts: ${fact.id} is of another order`);
  });

/** Another run may bring other facts, for the deadline overtakes some; it is the same question all the same (H38). */
const decide = (task: Task): Command<readonly ArrivingFact[]> => {
  const command = commandFor(task, 'decide', factsOf(task));
  return { ...command, cause: { ...command.cause, hash: 'decide' } };
};

export const kitchenTasks = (deps: KitchenDeps): Tasks => ({
  decideOrder: async (task) => answer(decideOrder(deps), decide(task)),
  prepareOrder: (task) => answer(prepare(deps), commandFor(task, 'prepare', undefined)),
});

export const kitchenMeanings = { [kitchenReady.type]: 'prepareOrder' };

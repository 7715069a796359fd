import * as z from 'zod/mini';
import { kitchenReady, parseAs } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import { arriving } from '../services/kitchen/decisions.ts';
import { decideOrder, type KitchenDeps, prepare } from '../services/kitchen/operations.ts';
import { commandFor, read, type Tasks } from './task.ts';

const readFact = parseAs(arriving);

/** The branches' results: a fact each, or null from one that the deadline overtook. */
const results = z.object({ facts: z.array(z.nullable(z.record(z.string(), z.unknown()))) });

export const kitchenTasks = (deps: KitchenDeps): Tasks => ({
  decideOrder: (task) => {
    const facts = read(results, task).facts.flatMap((fact) => (fact === null ? [] : [readFact(fact)]));
    return answer(decideOrder(deps), commandFor(task, 'decide', facts));
  },
  prepareOrder: (task) => answer(prepare(deps), commandFor(task, 'prepare', undefined)),
});

export const kitchenMeanings = { [kitchenReady.type]: 'prepareOrder' };

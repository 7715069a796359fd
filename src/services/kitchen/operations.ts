import { type ChangeDeps, change, takeNew } from '../../platform/change.ts';
import type { Command } from '../../platform/command.ts';
import {
  type ArrivingFact,
  decideAll,
  decideArrival,
  decideOverdue,
  decidePrepare,
  type KitchenRow,
} from './decisions.ts';

type Operation<Data> = (command: Command<Data>) => Promise<KitchenRow | undefined>;
export type KitchenDeps = ChangeDeps<KitchenRow>;

/** Records one fact, and decides if it was the last that was missing. */
export const recordArrival =
  (deps: KitchenDeps): Operation<ArrivingFact> =>
  (command) =>
    change(deps, command, decideArrival(deps.clock()), { take: 'read' });

/** Decides over all the facts at once. */
export const decideOrder =
  (deps: KitchenDeps): Operation<readonly ArrivingFact[]> =>
  (command) =>
    change(deps, command, decideAll(deps.clock()), { take: takeNew(command) });

/** Rejects what is not decided by the deadline. */
export const noticeOverdue =
  (deps: KitchenDeps): Operation<unknown> =>
  (command) =>
    change(deps, command, decideOverdue(deps.clock()), { take: 'read' });

/** Makes the pizza. */
export const prepare =
  (deps: KitchenDeps): Operation<unknown> =>
  (command) =>
    change(deps, command, decidePrepare, { take: 'read' });

import type { Rejection } from '../../contracts/index.ts';
import { type ChangeDeps, change } from '../../platform/change.ts';
import type { Command } from '../../platform/command.ts';
import {
  decideCallOff,
  decideComplete,
  decideCreate,
  decideLook,
  decideSettled,
  type Look,
  type OrderRow,
  type Placement,
  type Undoer,
} from './decisions.ts';

export type OrderDeps = ChangeDeps<OrderRow>;
type Operation<Data> = (command: Command<Data>) => Promise<OrderRow | undefined>;

export const createOrder =
  (deps: OrderDeps, timeoutMinutes: number): Operation<Placement> =>
  (command) =>
    change(deps, command, decideCreate(deps.clock(), timeoutMinutes), { take: 'create' });

export const completeOrder =
  (deps: OrderDeps): Operation<{ freed: boolean }> =>
  (command) =>
    change(deps, command, decideComplete, { take: 'read' });

/** Cancels the order or times it out, by the reason. */
export const callOffOrder =
  (deps: OrderDeps): Operation<{ reason: Rejection; received: readonly Undoer[] }> =>
  (command) =>
    change(deps, command, decideCallOff, { take: 'read' });

/** Notes who is done with the order; the last one closes it. */
export const settleOrder =
  (deps: OrderDeps): Operation<readonly Undoer[]> =>
  (command) =>
    change(deps, command, decideSettled, { take: 'read' });

/** Looks at an open order that is due. Answers the row as it is afterwards. */
export const lookAgain =
  (deps: OrderDeps) =>
  (seen: OrderRow, look: Look): Promise<OrderRow | undefined> => {
    const attempt = seen.attempt + 1;
    const cause = { id: `order-${seen.orderId}-look-${attempt}`, hash: '', attempt };
    const command = { name: 'look', orderId: seen.orderId, data: undefined, cause };
    return change(deps, command, decideLook(seen, deps.clock(), look), {
      take: { have: seen },
      initiative: true,
    });
  };

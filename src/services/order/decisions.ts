import {
  orderCancelled,
  orderCompleted,
  orderCreated,
  orderOverdue,
  orderTimeout,
  type Rejection,
} from '../../contracts/index.ts';
import { MINUTE, toTimestamp } from '../../platform/clock.ts';
import { NotYetVisible } from '../../platform/errors.ts';
import { type Decide, keep, type Row, type State, write } from '../../platform/row.ts';
import type { OrderRequest } from './menu.ts';

/** Present while the order is open: the keys of the sparse index that the reconciler reads. */
interface Open {
  /** One of {@link OPEN_SHARDS}, so that the index has no hot partition. */
  readonly openShard: string;
  /** When the reconciler looks at the order next, epoch ms. */
  readonly lookAgainAt: number;
}

export interface OrderRow extends Row, Partial<Open> {
  readonly status: 'created' | 'completed' | 'cancelled' | 'timeout';
  /** Account and role that placed the order; only they may see it. */
  readonly caller: string;
  /** Stored once, epoch ms: everybody compares against this one (H27). */
  readonly deadline: number;
  /** The highest attempt that the reconciler asked for. */
  readonly attempt: number;
}

const SHORTEST_LOOK = 5 * MINUTE;
const LONGEST_LOOK = 60 * MINUTE;

export const OPEN_SHARDS = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

/** Every order has its shard of the open-orders index. */
const shardOf = (orderId: string): string => {
  const sum = Array.from(orderId).reduce((total, character) => total + character.charCodeAt(0), 0);
  return OPEN_SHARDS[sum % OPEN_SHARDS.length] ?? OPEN_SHARDS[0];
};

export type Undoer = 'payment' | 'inventory' | 'chef';
const UNDOERS: readonly Undoer[] = ['payment', 'inventory', 'chef'];

/** The command by which the order hears that a service is done with it. */
export const settledBy = (who: Undoer): string => `settled-${who}`;

/** A completed order waits for its chef to be free; one that was called off, for all three undos. */
const isSettled = (status: OrderRow['status'], heard: (command: string) => boolean): boolean => {
  switch (status) {
    case 'created':
      return false;
    case 'completed':
      return heard(settledBy('chef'));
    case 'cancelled':
    case 'timeout':
      return UNDOERS.every((who) => heard(settledBy(who)));
    default:
      return status satisfies never;
  }
};

/** The order's own state under a new status; it leaves the open-orders index once nothing is awaited. */
const stateOf = (row: OrderRow, status: OrderRow['status'], hearing: readonly string[]): State<OrderRow> => {
  const { caller, deadline, attempt, openShard, lookAgainAt } = row;
  const closed = isSettled(
    status,
    (command) => hearing.includes(command) || row.heard[command] !== undefined,
  );
  const open = !closed && openShard !== undefined && lookAgainAt !== undefined;
  return { status, caller, deadline, attempt, ...(open && { openShard, lookAgainAt }) };
};

export interface Placement {
  readonly request: OrderRequest;
  readonly caller: string;
}

export const decideCreate =
  (now: number, timeoutMinutes: number): Decide<OrderRow, Placement> =>
  (row, { orderId, data: { request, caller } }) => {
    if (row !== undefined) return keep;
    const deadline = now + timeoutMinutes * MINUTE;
    return write<OrderRow>(
      {
        status: 'created',
        caller,
        deadline,
        attempt: 1,
        openShard: shardOf(orderId),
        lookAgainAt: Math.min(now + SHORTEST_LOOK, deadline),
      },
      { type: orderCreated.type, data: request },
    );
  };

/** An order that others already speak of is there. */
const known = (row: OrderRow | undefined, orderId: string): OrderRow => {
  if (row === undefined) throw new NotYetVisible(orderId, 'an order row');
  return row;
};

/** The pizza is made. `freed` when the chef is known to be free already. */
export const decideComplete: Decide<OrderRow, { readonly freed: boolean }> = (found, { orderId, data }) => {
  const row = known(found, orderId);
  if (row.status !== 'created') return keep;
  const state = stateOf(row, 'completed', data.freed ? [settledBy('chef')] : []);
  return write(state, { type: orderCompleted.type, data: {} });
};

/** The arbiter has rejected the order: it is called off, by the clock or by a failure. */
export const decideCallOff: Decide<
  OrderRow,
  { readonly reason: Rejection; readonly received: readonly Undoer[] }
> = (found, { orderId, data: { reason, received } }) => {
  const row = known(found, orderId);
  if (row.status !== 'created') return keep;
  return reason === 'overdue'
    ? write(stateOf(row, 'timeout', []), {
        type: orderTimeout.type,
        data: { receivedEvents: [...received], reason: 'not-all-events-received' },
      })
    : write(stateOf(row, 'cancelled', []), { type: orderCancelled.type, data: { reason } });
};

/** A service is done with the order: undone, or its chef free again. */
export const decideSettled: Decide<OrderRow, readonly Undoer[]> = (found, { orderId, name, data: who }) => {
  const row = known(found, orderId);
  return row.heard[name] === undefined ? write(stateOf(row, row.status, who.map(settledBy))) : keep;
};

/** What the reconciler does about an open order. */
export type Look =
  /** Say again what the order is waiting for an answer to. */
  | 'nudge'
  /** Only raise the attempt: another run is started under it. */
  | 'restart'
  /** Look again later. */
  | 'leave';

/** Decides on an open order that is due. Anybody's progress since it was read makes this look pointless. */
export const decideLook =
  (seen: OrderRow, now: number, look: Look): Decide<OrderRow, unknown> =>
  (row) => {
    if (row === undefined || row.version !== seen.version || row.openShard === undefined) return keep;
    const interval = Math.min(LONGEST_LOOK, Math.max(SHORTEST_LOOK, now - lastStep(row, now)));
    const waiting = row.status === 'created' && now < row.deadline;
    const state: State<OrderRow> = {
      ...stateOf(row, row.status, []),
      openShard: row.openShard,
      lookAgainAt: waiting ? Math.min(now + interval, row.deadline) : now + interval,
      attempt: look === 'leave' ? row.attempt : row.attempt + 1,
    };
    return write(state, look === 'nudge' ? nudge(row, now) : undefined);
  };

/** When the order last got on, epoch ms: looking again after as long once more doubles the interval. */
const lastStep = (row: OrderRow, now: number): number => {
  if (row.status === 'created' && now >= row.deadline) return row.deadline;
  const said = row.said[STEP[row.status]];
  return said === undefined ? now : Date.parse(said.time);
};

/** Since when an order has been undone, epoch ms; undefined when it is not. */
export const compensatingSince = (row: OrderRow): number | undefined => {
  if (row.status !== 'cancelled' && row.status !== 'timeout') return undefined;
  const said = row.said[STEP[row.status]];
  return said && Date.parse(said.time);
};

/** The fact by which an order came into a status. */
const STEP = {
  created: orderCreated.type,
  completed: orderCompleted.type,
  cancelled: orderCancelled.type,
  timeout: orderTimeout.type,
} as const satisfies Record<OrderRow['status'], string>;

/** The fact to say again, so that whoever holds the next step says it again too (H28). */
const nudge = (row: OrderRow, now: number) => {
  if (row.status === 'created' && now >= row.deadline) {
    return { type: orderOverdue.type, data: { deadline: toTimestamp(row.deadline) } };
  }
  const type = STEP[row.status];
  return { type, data: row.said[type]?.data ?? {} };
};

import { createHash } from 'node:crypto';
import {
  chefAssigned,
  chefReleased,
  chefUnavailable,
  type EventOf,
  type Fact,
  type orderCreated,
} from '../../contracts/index.ts';
import { NotYetVisible } from '../../platform/errors.ts';
import { assignmentIdOf } from '../../platform/ids.ts';
import { type AlsoWrite, type Decide, type Decision, keep, type Row, write } from '../../platform/row.ts';
import { inOrderOfChoice, type Skill } from './candidates.ts';

/** Who makes the pizza of an order. */
export interface AssignmentRow extends Row {
  readonly status: 'ASSIGNED' | 'UNAVAILABLE' | 'RELEASED';
  /** While ASSIGNED. */
  readonly chefId?: string;
}

/** What chef reads of `order.created`. */
export type Order = Pick<EventOf<typeof orderCreated>['data'], 'pizzaType'>;

/** Turns a chef's id into the write that changes the chef's bookings, in the assignment's own transaction. */
type Booking = (chefId: string) => AlsoWrite;

interface Assigning {
  /** Who makes this recipe. */
  readonly skills: readonly Skill[];
  /** The chefs with room for one order more. Undefined until a try was refused and the bookings were read. */
  readonly free: ReadonlySet<string> | undefined;
  readonly book: Booking;
}

/** A row that stands there already is a tombstone: the undo came first (H6). */
export const decideAssign =
  ({ skills, free, book }: Assigning): Decide<AssignmentRow, Order> =>
  (row, { orderId }) => {
    if (row !== undefined) return keep;
    const candidates = inOrderOfChoice(skills, preference(orderId));
    if (candidates.length === 0) return unavailable('recipe');
    const chosen = candidates.find(({ chefId }) => free === undefined || free.has(chefId));
    if (chosen === undefined) return unavailable('busy');
    const data = {
      assignmentId: assignmentIdOf(orderId),
      chefId: chosen.chefId,
      chefName: chosen.name,
      estimatedPrepTime: chosen.prepTime,
      specialtyMatch: chosen.specialty,
    } satisfies Fact<typeof chefAssigned>['data'];
    const { chefId } = chosen;
    return write<AssignmentRow>({ status: 'ASSIGNED', chefId }, { type: chefAssigned.type, data }, [
      book(chefId),
    ]);
  };

const unavailable = (reason: Fact<typeof chefUnavailable>['data']['reason']): Decision<AssignmentRow> =>
  write<AssignmentRow>({ status: 'UNAVAILABLE' }, { type: chefUnavailable.type, data: { reason } });

/** The order is off. An undo of nothing leaves a tombstone, and says so too (H6, H36). */
export const decideUndo =
  (release: Booking): Decide<AssignmentRow, unknown> =>
  (row, { orderId }) =>
    row?.status === 'RELEASED' ? keep : released(orderId, row?.chefId, release);

/** The pizza is done. */
export const decideFree =
  (release: Booking): Decide<AssignmentRow, unknown> =>
  (row, { orderId }) => {
    if (row === undefined) throw new NotYetVisible(orderId, 'an assignment');
    return row.status === 'ASSIGNED' ? released(orderId, row.chefId, release) : keep;
  };

const released = (orderId: string, chefId: string | undefined, release: Booking): Decision<AssignmentRow> => {
  const data = {
    assignmentId: assignmentIdOf(orderId),
    ...(chefId !== undefined && { chefId }),
  } satisfies Fact<typeof chefReleased>['data'];
  const also = chefId === undefined ? [] : [release(chefId)];
  return write<AssignmentRow>({ status: 'RELEASED' }, { type: chefReleased.type, data }, also);
};

/** Spreads the orders evenly, the same order always to the same chef. */
const preference = (orderId: string): number => createHash('sha256').update(orderId).digest().readUInt32BE();

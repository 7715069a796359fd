import { Poison } from '../../platform/errors.ts';

/** An undo of a confirmed reservation: whoever asked has gone back behind the pivot (H35). */
export class UndoOfConfirmedReservation extends Poison {
  override readonly name = 'UndoOfConfirmedReservation';

  constructor(orderId: string) {
    super(`the reservation of order ${orderId} is confirmed and cannot be undone`);
  }
}

/**
 * An undo of a confirmed reservation: whoever asked has gone back behind the pivot (H35). Nothing is written, the
 * command goes to the DLQ.
 */
export class UndoOfConfirmedReservation extends Error {
  override readonly name = 'UndoOfConfirmedReservation';

  constructor(orderId: string) {
    super(`the reservation of order ${orderId} is confirmed and cannot be undone`);
  }
}

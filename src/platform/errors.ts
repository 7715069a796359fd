/** What no retry can mend: nothing is written, and what caused it goes to a dead-letter queue. */
export abstract class Poison extends Error {}

/** The same command with another payload (H8). */
export class ConflictingPayload extends Poison {
  override readonly name = 'ConflictingPayload';

  constructor(orderId: string, command: string) {
    super(`order ${orderId} has already heard "${command}" with another payload`);
  }
}

/** Too many writers at once; the platform tries again later. */
export class TooContended extends Error {
  override readonly name = 'TooContended';

  constructor(orderId: string, tries: number) {
    super(`the row of order ${orderId} changed under ${tries} tries`);
  }
}

/** The row must be there, but an eventually consistent read did not show it (or not yet as it is); try again. */
export class NotYetVisible extends Error {
  override readonly name = 'NotYetVisible';

  constructor(orderId: string, expected: string) {
    super(`order ${orderId}: expected ${expected}, which is not visible yet`);
  }
}

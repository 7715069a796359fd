import { EventTooLarge, UnreadableEvent } from '../contracts/index.ts';
import { Poison } from './errors.ts';

/** Errors that no retry can mend: what caused them is kept in a dead-letter queue. */
export const isPoison = (error: unknown): error is Error =>
  error instanceof Poison || error instanceof UnreadableEvent || error instanceof EventTooLarge;

import { MINUTE } from '../platform/clock.ts';
import type { DeclineCode } from './api.ts';
import { InvalidRequest } from './errors.ts';

/** What a token makes of a charge. */
export type Behaviour =
  | { readonly kind: 'decline'; readonly code: DeclineCode }
  | {
      readonly kind: 'charge';
      /** Milliseconds until it takes effect; 0 is at once. */
      readonly delay: number;
      /** Whether the first answer never arrives. */
      readonly answerLost: boolean;
    };

/** A charge takes effect within an hour, or never. */
const LONGEST_DELAY = 60 * MINUTE;
const LATE = /^tok_late_([1-9]\d*)$/;

/**
 * | token                    | a charge with it |
 * | ------------------------ | ---------------- |
 * | `tok_approved`           | is approved |
 * | `tok_declined`           | is declined |
 * | `tok_insufficient_funds` | is declined for want of money |
 * | `tok_late_<minutes>`     | stays pending, unseen by look-ups, and is approved so many minutes later, 60 at most |
 * | `tok_answer_lost`        | is made, but the first answer is a ProviderTimeout; asked again, it is approved |
 *
 * @throws InvalidRequest for any other token
 */
export const behaviourOf = (token: string): Behaviour => {
  switch (token) {
    case 'tok_approved':
      return { kind: 'charge', delay: 0, answerLost: false };
    case 'tok_answer_lost':
      return { kind: 'charge', delay: 0, answerLost: true };
    case 'tok_declined':
      return { kind: 'decline', code: 'card_declined' };
    case 'tok_insufficient_funds':
      return { kind: 'decline', code: 'insufficient_funds' };
    default:
      return { kind: 'charge', delay: delayOf(token), answerLost: false };
  }
};

const delayOf = (token: string): number => {
  const delay = Number(LATE.exec(token)?.[1]) * MINUTE;
  if (delay <= LONGEST_DELAY) return delay;
  // Not which: whatever it is, it is a means of payment, and this goes to the log.
  throw new InvalidRequest('the token is no test token');
};

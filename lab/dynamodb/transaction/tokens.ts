import { hash } from 'node:crypto';
import { AwsError } from '../../kernel/aws-error.ts';
import type { Clock } from '../../kernel/clock.ts';

/** The transactions completed under a ClientRequestToken. */
export interface Tokens<T> {
  /**
   * What was completed under the token; undefined when nothing was. Throws IdempotentParameterMismatchException
   * when that was another request.
   */
  find(token: string, request: string): T | undefined;
  remember(token: string, request: string, result: T): void;
}

interface Completed<T> {
  /** What is left of the request: enough to tell it from another. */
  readonly digest: string;
  readonly result: T;
  readonly completedAt: number;
}

/** Source: API Reference, TransactWriteItems, ClientRequestToken. */
const VALID_MS = 10 * 60 * 1000;

const digestOf = (request: string): string => hash('sha1', request, 'base64');

export const createTokens = <T>(clock: Clock): Tokens<T> => {
  /** The oldest first. */
  const completed = new Map<string, Completed<T>>();
  const forget = (): void => {
    for (const [token, { completedAt }] of completed) {
      if (completedAt > clock.now() - VALID_MS) return;
      completed.delete(token);
    }
  };
  return {
    find: (token, request) => {
      forget();
      const found = completed.get(token);
      if (found === undefined || found.digest === digestOf(request)) return found?.result;
      throw new AwsError(
        'IdempotentParameterMismatchException',
        'The request uses the same client token as a previous, but non-identical request. ' +
          'Do not reuse a client token with different requests, unless the requests are identical',
      );
    },
    remember: (token, request, result) => {
      completed.set(token, { digest: digestOf(request), result, completedAt: clock.now() });
    },
  };
};

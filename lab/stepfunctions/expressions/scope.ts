import type { StateFailure } from '../errors.ts';
import type { Functions } from './functions.ts';

/** What an expression can see, and how it fails. */
export interface Scope {
  /** `$states`: input, context, and result or errorOutput where there is one. */
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly functions: Functions;
  /** Records the failed evaluation of a field and answers the failure to throw. */
  failure(cause: string, field: string): StateFailure;
}

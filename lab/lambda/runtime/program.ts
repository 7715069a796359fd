import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import type { ApiCall } from '../../wire/gate.ts';
import type { Handler } from './handler.ts';

/** What a program has in place of the globals and the SDK that a bundle finds. */
export interface ProgramScope {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  /** The environment variables; `_X_AMZN_TRACE_ID` is that of the running invocation. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Calls a service under the function's role. Rejects with `AwsError`; never settles in an environment that is dead,
   * and waits in one that is frozen.
   */
  readonly call: (call: ApiCall) => Promise<unknown>;
  /** Resolves after so many ms, as a timer of the environment. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * A function's code as a function of this process, instead of a bundle: it is called once for each environment, as a
 * module is loaded, and answers the handler. Life, timeout, freeze and crash are those of a bundle.
 */
export type Program = (scope: ProgramScope) => Handler;

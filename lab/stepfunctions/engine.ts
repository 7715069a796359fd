import type { Kernel } from '../kernel/kernel.ts';
import type { Functions, Metrics, Roles, Traces } from '../kernel/ports.ts';
import type { Random } from '../kernel/random.ts';
import type { Meter } from '../meter/meter.ts';
import type { Gate } from '../wire/gate.ts';
import type { Functions as QueryFunctions } from './expressions/functions.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What all state machines share. */
export interface Engine {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly metrics?: Metrics;
  /** Lambda. */
  readonly functions: Functions;
  /** Without it every role may do everything. */
  readonly roles?: Roles;
  readonly traces?: Traces;
  /** Where the calls of other services go. */
  readonly gate: Pick<Gate, 'call'>;
  readonly taskTokens: TaskTokens;
  /** JSONata's, as bound to this world's clock and dice. */
  readonly queryFunctions: QueryFunctions;
  /** For ids, and for the jitter of retries. */
  readonly random: Random;
  /** Whether entering the first state from Start is billed as a transition beside the state itself. */
  readonly countStart: boolean;
}

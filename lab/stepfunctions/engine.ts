import type { Kernel } from '../kernel/kernel.ts';
import type { Functions, Metrics } from '../kernel/ports.ts';
import type { Random } from '../kernel/random.ts';
import type { Meter } from '../meter/meter.ts';
import type { Functions as QueryFunctions } from './expressions/functions.ts';

/** What all state machines share. */
export interface Engine {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly metrics: Metrics | undefined;
  /** Lambda. */
  readonly functions: Functions;
  /** JSONata's, as bound to this world's clock and dice. */
  readonly queryFunctions: QueryFunctions;
  /** For ids, and for the jitter of retries. */
  readonly random: Random;
  /** Whether entering the first state from Start is billed as a transition beside the state itself. */
  readonly countStart: boolean;
}

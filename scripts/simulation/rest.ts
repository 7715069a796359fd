import type { SimulatedLab } from './lab.ts';
import { redriveAll } from './redrive.ts';
import type { Stage } from './stage.ts';

const MINUTE = 60_000;

/** With the faults off: the deadline, the longest look and the provider's longest life, several times over. */
const LIVENESS_BOUND_MS = 12 * 60 * MINUTE;

/** What there is to know of a world that is to come to rest. */
export interface Restless {
  /** When the last fault may strike, epoch ms. */
  readonly quietFrom: number;
  readonly isOpen: () => boolean;
  /** Whether to give it up. */
  readonly isLost: () => boolean;
  readonly onRedriven: () => void;
}

/**
 * Until the faults are over, what lies in the dead-letter queues has gone back, no order is open and nothing is on its
 * way. Answers whether it came to that.
 */
export const comeToRest = async (lab: SimulatedLab, stage: Stage, world: Restless): Promise<boolean> => {
  const { clock } = lab.kernel;
  const limit = world.quietFrom + LIVENESS_BOUND_MS;
  for (;;) {
    await clock.run(() => clock.pending() === 0 || world.isLost(), limit);
    if (world.isLost() || clock.now() >= limit) return false;
    if (clock.now() >= world.quietFrom && redriveAll(lab, stage) > 0) {
      world.onRedriven();
      continue;
    }
    if (!world.isOpen() && clock.pending() === 0) return true;
    const next = clock.now() + MINUTE;
    if (!(await clock.run(() => clock.now() >= next || world.isLost(), limit))) return false;
  }
};

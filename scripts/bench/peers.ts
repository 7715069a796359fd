import { createRequire } from 'node:module';
import { PeerMissing } from './benchmark.ts';

const requirePeer = createRequire(new URL('./peers/package.json', import.meta.url));

/** Loads a peer of the manifest in `peers/`. @throws PeerMissing */
export const loadPeer = <Module>(name: string): Module => {
  try {
    return requirePeer(name) as Module;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new PeerMissing('not installed: npm ci --prefix scripts/bench/peers');
  }
};

import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * The trace header an invocation runs under: the one it came with, completed, or a new trace. A function
 * with active tracing samples every new trace here; Lambda samples one request a second and 5 % of the rest.
 * Source: X-Ray developer guide, "Tracing header".
 */
export const traceHeaderOf = (
  given: string | undefined,
  options: { clock: Clock; random: Random; tracing: 'Active' | 'PassThrough' },
): string => {
  const sampled = `Sampled=${options.tracing === 'Active' ? 1 : 0}`;
  if (given?.includes('Root=')) {
    return /Sampled=[01]/.test(given) ? given : `${given.replace(/;?Sampled=\?/, '')};${sampled}`;
  }
  const seconds = Math.floor(options.clock.now() / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${hex(options.random.bytes(12))};Parent=${hex(options.random.bytes(8))};${sampled}`;
};

import type { AlsoWrite, Row } from '../../../src/platform/row.ts';
import type { Rows } from '../../../src/platform/rows.ts';

/** Writes all of them or none; answers the positions of those that refuse. */
export type Transact = (also: readonly AlsoWrite[]) => readonly number[];

/** The rows of a service in memory, with the conditions of the real ones (src/platform/rows.ts). */
export const memoryRows = <R extends Row>(
  transact: Transact = () => [],
): Rows<R> & { all(): readonly R[] } => {
  const rows = new Map<string, R>();
  return {
    read: async (orderId) => structuredClone(rows.get(orderId)),
    write: async (row, seen, also) => {
      const there = rows.get(row.orderId);
      if (there?.version !== seen) return { kind: 'conflict', row: structuredClone(there) };
      const positions = transact(also);
      if (positions.length > 0) return { kind: 'refused', positions };
      rows.set(row.orderId, structuredClone(row));
      return { kind: 'written' };
    },
    all: () => [...rows.values()],
  };
};

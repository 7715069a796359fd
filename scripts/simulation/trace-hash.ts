import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import type { Point } from '../../lab/kernel/point.ts';
import { combine, hashText } from './chance.ts';
import { number } from './oracles/rows.ts';

/** One number for everything that happened, and when: two runs that are the same have the same. */
export interface TraceHash {
  /** `atMs` since the schedule began. */
  onPoint(point: Point, atMs: number): void;
  onChange(after: Item | undefined): void;
  readonly value: number;
}

export const createTraceHash = (): TraceHash => {
  const names = new Map<string, number>();
  const hashOf = (name: string): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const made = hashText(name);
    names.set(name, made);
    return made;
  };
  const trace: TraceHash & { value: number } = {
    value: 0,
    onPoint: ({ source, target }, atMs) => {
      trace.value = combine(combine(combine(trace.value, hashOf(source)), hashOf(target)), atMs);
    },
    onChange: (after) => {
      trace.value = combine(trace.value, number(after, 'version') ?? 0);
    },
  };
  return trace;
};

import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import type { Point } from '../../lab/kernel/point.ts';
import { combine, hashText } from './chance.ts';

/** One number for everything that happened, and when: two runs that are the same have the same. */
export interface TraceHash {
  /** `atMs` since the schedule began. */
  onPoint(point: Point, atMs: number): void;
  onChange(after: Item | undefined): void;
  readonly value: number;
}

/** Whether a function tells others something: what it writes into a table is seen as the item that comes of it. */
const isTold = ({ kind, target }: Point): boolean => kind === 'call' && !target.startsWith('dynamodb:');

export const createTraceHash = (): TraceHash => {
  const names = new Map<string, number>();
  const hashOf = (name: string): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const made = hashText(name);
    names.set(name, made);
    return made;
  };
  let value = 0;
  const add = (hash: number): void => {
    value = combine(value, hash);
  };
  const addContent = (content: unknown): void => add(hashText(JSON.stringify(content) ?? ''));
  return {
    get value() {
      return value;
    },
    onPoint: (point, atMs) => {
      add(hashOf(point.kind));
      add(hashOf(point.source));
      add(hashOf(point.target));
      add(atMs);
      if (isTold(point)) addContent(point.payload);
    },
    onChange: addContent,
  };
};

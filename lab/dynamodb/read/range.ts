import { firstIndex, type Slot } from '../collection.ts';
import type { RangeCondition } from '../expressions/key-condition.ts';
import { encodeKeyValue } from '../key.ts';
import { compareText } from '../text.ts';

/** The slots from one index up to, not including, another. */
export type Bounds = readonly [from: number, to: number];

/** Where the slots of an ordered partition lie whose sort key fits. */
export const boundsOf = (slots: readonly Slot[], range: RangeCondition | undefined): Bounds => {
  const from = (sort: string): number => firstIndex(slots, (slot) => compareText(slot.sort, sort) >= 0);
  const beyond = (sort: string): number => firstIndex(slots, (slot) => compareText(slot.sort, sort) > 0);
  if (range === undefined) return [0, slots.length];
  if (range.operator === 'between')
    return [from(encodeKeyValue(range.low)), beyond(encodeKeyValue(range.high))];
  const sort = encodeKeyValue(range.value);
  switch (range.operator) {
    case '=':
      return [from(sort), beyond(sort)];
    case '<':
      return [0, from(sort)];
    case '<=':
      return [0, beyond(sort)];
    case '>':
      return [beyond(sort), slots.length];
    case '>=':
      return [from(sort), slots.length];
    case 'begins_with':
      return [
        from(sort),
        firstIndex(slots, (slot) => compareText(slot.sort, sort) > 0 && !slot.sort.startsWith(sort)),
      ];
  }
};

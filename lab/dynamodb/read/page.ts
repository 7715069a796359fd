import type { Item } from '../attribute-value.ts';
import type { Slot } from '../collection.ts';
import type { Condition } from '../expressions/ast.ts';
import type { Values } from '../expressions/cursor.ts';
import { evaluateCondition } from '../expressions/evaluate-condition.ts';

/** Bytes that Query and Scan read at most. Source: Developer Guide, "Paginating table query results". */
const MAX_BYTES = 1024 * 1024;

export interface Page {
  /** What the filter let through. */
  readonly items: readonly Item[];
  readonly scanned: number;
  /** Read, filtered out or not. */
  readonly bytes: number;
  /** Where the page ended before the end. AWS sets it at the limit without looking whether more follows. */
  readonly last: Item | undefined;
}

/** Reads on until the limit, 1 MB or the end. */
export const readPage = (
  slots: Iterable<Slot>,
  { limit, filter, values }: { limit: number | undefined; filter: Condition | undefined; values: Values },
): Page => {
  const items: Item[] = [];
  let [scanned, bytes] = [0, 0];
  let last: Item | undefined;
  for (const { item, size } of slots) {
    if (item === undefined) continue;
    if (scanned > 0 && bytes + size > MAX_BYTES) return { items, scanned, bytes, last };
    scanned++;
    bytes += size;
    last = item;
    if (filter === undefined || evaluateCondition(filter, item, values)) items.push(item);
    if (scanned === limit) return { items, scanned, bytes, last };
  }
  return { items, scanned, bytes, last: undefined };
};

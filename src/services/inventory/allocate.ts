import type { Need } from './bill-of-materials.ts';

/** What is held, and where exactly: ingredient → shard → quantity. Release gives back these, and no others (H34). */
export type Holdings = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What lies on one shard of an ingredient. */
export interface Shelf {
  readonly shard: number;
  readonly quantity: number;
}

/** All the shards, by rising number, of the ingredients counted so far. */
export type Counted = Readonly<Record<string, readonly Shelf[]>>;

type Allocation =
  | { readonly kind: 'held'; readonly holdings: Holdings }
  | { readonly kind: 'short'; readonly missing: readonly string[] };

/**
 * From which shards to take what is needed. What is not counted is taken to be there, on the preferred shard: right
 * nearly always, and it saves the count; the condition of the write knows better. Only a count can come out short.
 *
 * @param preferred any whole number from 0 up; spreads the orders over the shards
 */
export const allocate = (needs: readonly Need[], counted: Counted, preferred: number): Allocation => {
  const holdings: Record<string, Record<string, number>> = {};
  const missing: string[] = [];
  for (const { portion, shards } of needs) {
    const { ingredient, quantity } = portion;
    const shelves = counted[ingredient];
    const taken =
      shelves === undefined
        ? { [preferred % shards]: quantity }
        : gather(quantity, startingAt(preferred, shelves));
    if (taken === undefined) missing.push(ingredient);
    else holdings[ingredient] = taken;
  }
  return missing.length > 0 ? { kind: 'short', missing } : { kind: 'held', holdings };
};

/** Takes from as few shards as will do: the first with enough, else the fullest. Undefined if all are too little. */
const gather = (quantity: number, shelves: readonly Shelf[]): Record<string, number> | undefined => {
  const enough = shelves.find((shelf) => shelf.quantity >= quantity);
  if (enough !== undefined) return { [enough.shard]: quantity };
  const taken: Record<string, number> = {};
  let lacking = quantity;
  for (const shelf of shelves.toSorted((a, b) => b.quantity - a.quantity)) {
    const part = Math.min(lacking, shelf.quantity);
    if (part > 0) taken[shelf.shard] = part;
    lacking -= part;
  }
  return lacking === 0 ? taken : undefined;
};

const startingAt = (preferred: number, shelves: readonly Shelf[]): readonly Shelf[] => {
  const first = preferred % Math.max(shelves.length, 1);
  return [...shelves.slice(first), ...shelves.slice(0, first)];
};

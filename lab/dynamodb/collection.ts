import type { Item } from './attribute-value.ts';
import type { Position } from './key.ts';
import { compareText } from './text.ts';

/** The place of an item. It lasts as long as the item does: a write replaces `item`, not the slot. */
export interface Slot extends Position {
  /** Undefined once the item is deleted. */
  item: Item | undefined;
  /** Bytes. */
  size: number;
}

/** A table's or an index's items: by partition, in the order of their sort keys. */
export interface Collection {
  find(position: Position): Slot | undefined;
  insert(position: Position, item: Item, size: number): Slot;
  remove(slot: Slot): void;
  /** A partition in order; empty when there is none. */
  partition(hash: string): readonly Slot[];
  /** The partitions' hashes in the order in which a scan visits them. */
  partitions(): readonly string[];
  count(): number;
  /** Bytes of all items. */
  size(): number;
}

/** Order within a partition. */
export const comparePositions = (a: Position, b: Position): number =>
  compareText(a.sort, b.sort) || compareText(a.tie, b.tie);

/** The index of the first slot for which `isBeyond` holds; it holds for all slots after that. */
export const firstIndex = (slots: readonly Slot[], isBeyond: (slot: Slot) => boolean): number => {
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeyond(slots[middle] as Slot)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** FNV-1a, 32 bits: scatters partition keys over scans, segments and shards. */
export const scatter = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

/** Order of partitions in a scan: no order a caller could rely on, but always the same. */
export const compareScattered = (a: string, b: string): number =>
  scatter(a) - scatter(b) || compareText(a, b);

const EMPTY: readonly Slot[] = [];

export const createCollection = (): Collection => {
  const partitions = new Map<string, Slot[]>();
  let scanOrder: readonly string[] | undefined;
  let count = 0;
  const indexOf = (slots: readonly Slot[], position: Position): number =>
    firstIndex(slots, (slot) => comparePositions(slot, position) >= 0);
  return {
    find: (position) => {
      const slots = partitions.get(position.hash);
      if (slots === undefined) return undefined;
      const slot = slots[indexOf(slots, position)];
      return slot !== undefined && comparePositions(slot, position) === 0 ? slot : undefined;
    },
    insert: ({ hash, sort, tie }, item, size) => {
      const slot: Slot = { hash, sort, tie, item, size };
      const slots = partitions.get(hash);
      count++;
      if (slots === undefined) {
        partitions.set(hash, [slot]);
        scanOrder = undefined;
      } else {
        slots.splice(indexOf(slots, slot), 0, slot);
      }
      return slot;
    },
    remove: (slot) => {
      const slots = partitions.get(slot.hash);
      if (slots === undefined || slot.item === undefined) return;
      slots.splice(indexOf(slots, slot), 1);
      slot.item = undefined;
      count--;
      if (slots.length > 0) return;
      partitions.delete(slot.hash);
      scanOrder = undefined;
    },
    partition: (hash) => partitions.get(hash) ?? EMPTY,
    partitions: () => {
      scanOrder ??= [...partitions.keys()].sort(compareScattered);
      return scanOrder;
    },
    count: () => count,
    size: () => [...partitions.values()].flat().reduce((sum, { size }) => sum + size, 0),
  };
};

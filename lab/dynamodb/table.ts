import { arn } from '../kernel/account.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { equalItems, type Item } from './attribute-value.ts';
import { NO_INDEXES } from './capacity.ts';
import { type Collection, createCollection, type Slot } from './collection.ts';
import { type Position, positionText } from './key.ts';
import { createSecondaryIndex, type SecondaryIndex, type Sized } from './secondary-index.ts';
import { createStream, type Stream } from './stream.ts';
import type { TableSchema } from './table-schema.ts';
import { createTimeToLive } from './ttl.ts';

export interface Table {
  readonly schema: TableSchema;
  readonly arn: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly items: Collection;
  readonly indexes: readonly SecondaryIndex[];
  readonly stream: Stream | undefined;
  /**
   * Puts an item into a place, or empties it (`after` undefined); `slot` is what `items.find` found there.
   * Indexes, stream and TTL follow. Answers the write units of the indexes.
   */
  write(
    position: Position,
    slot: Slot | undefined,
    after: Sized | undefined,
  ): Readonly<Record<string, number>>;
  /** The table is gone: no timer of it remains. */
  close(): void;
}

export const createTable = (schema: TableSchema, kernel: Kernel, ttlDelayMs: number): Table => {
  const { clock } = kernel;
  const items = createCollection();
  const indexes = schema.indexes.map(createSecondaryIndex);
  const { name, key, streamViewType: viewType, ttlAttribute } = schema;
  const stream = viewType && createStream({ clock, tableName: name, key, viewType });
  const ttl =
    ttlAttribute === undefined
      ? undefined
      : createTimeToLive({
          clock,
          random: kernel.random.fork(`ttl ${name}`),
          attributeName: ttlAttribute,
          delayMs: ttlDelayMs,
          remove: (slot) => void change(slot, slot, undefined, true),
        });

  const followIn = (
    position: Position,
    before: Sized | undefined,
    after: Sized | undefined,
  ): Readonly<Record<string, number>> => {
    if (indexes.length === 0) return NO_INDEXES;
    const tie = positionText(position);
    const consumed: Record<string, number> = {};
    for (const index of indexes) {
      const units = index.write(before, after, tie);
      if (units > 0) consumed[index.schema.name] = units;
    }
    return consumed;
  };

  const replace = (slot: Slot, { item, size }: Sized): Slot => {
    slot.item = item;
    slot.size = size;
    return slot;
  };

  const store = (position: Position, slot: Slot | undefined, after: Sized | undefined): void => {
    if (after === undefined) {
      if (slot !== undefined) items.remove(slot);
      return;
    }
    const stored = slot === undefined ? items.insert(position, after.item, after.size) : replace(slot, after);
    ttl?.watch(stored);
  };

  const change = (
    position: Position,
    slot: Slot | undefined,
    after: Sized | undefined,
    isByTtl: boolean,
  ): Readonly<Record<string, number>> => {
    const item = slot?.item;
    const before = item && slot && { item, size: slot.size };
    if (isUnchanged(item, after?.item)) return NO_INDEXES;
    store(position, slot, after);
    const consumed = followIn(position, before, after);
    stream?.append({ hash: position.hash, before: item, after: after?.item, isByTtl });
    return consumed;
  };

  return {
    schema,
    arn: arn('dynamodb', `table/${name}`),
    createdAt: clock.now(),
    items,
    indexes,
    stream,
    write: (position, slot, after) => change(position, slot, after, false),
    close: () => ttl?.stop(),
  };
};

/** A write that changes nothing leaves no trace: indexes are not charged, and the stream is silent. */
const isUnchanged = (before: Item | undefined, after: Item | undefined): boolean =>
  before === after || (before !== undefined && after !== undefined && equalItems(before, after));

import { arn } from '../kernel/account.ts';
import type { Timer } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { equalItems, type Item } from './attribute-value.ts';
import { NO_INDEXES } from './capacity.ts';
import { type Collection, createCollection, type Slot } from './collection.ts';
import { type Position, positionText } from './key.ts';
import { createSecondaryIndex, type SecondaryIndex, type Sized } from './secondary-index.ts';
import type { Stream } from './stream.ts';
import type { StreamRegister } from './streams.ts';
import type { StreamViewType, TableSchema } from './table-schema.ts';
import { createTimeToLive, type TimeToLive } from './ttl.ts';

export type TableStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

export interface Table {
  readonly schema: TableSchema;
  readonly arn: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly status: TableStatus;
  readonly items: Collection;
  readonly indexes: readonly SecondaryIndex[];
  readonly stream: Stream | undefined;
  /** The stream or, when it is turned off, the last one that there was. */
  readonly latestStream: Stream | undefined;
  /**
   * Puts an item into a place, or empties it (`after` undefined); `slot` is what `items.find` found there.
   * Indexes, stream and TTL follow. Answers the write units of the indexes.
   */
  write(
    position: Position,
    slot: Slot | undefined,
    after: Sized | undefined,
  ): Readonly<Record<string, number>>;
  /**
   * The table as another schema of the same name and key has it. Items stay; new indexes take them up, a stream that
   * goes or changes its view is closed.
   */
  update(schema: TableSchema): void;
  /** Shows the status for a moment; then the table is ACTIVE, and `done` follows. */
  pass(status: TableStatus, done: () => void): void;
  /** The table is gone: no timer of it remains, and its stream is closed. */
  close(): void;
}

/** As the table itself sees it. */
type Changing = Table & {
  schema: TableSchema;
  status: TableStatus;
  indexes: readonly SecondaryIndex[];
  stream: Stream | undefined;
  latestStream: Stream | undefined;
};

/** How long a change of a table, which AWS makes in seconds or minutes, shows in its status. */
const CHANGE_MS = 200;

/** Sees every change of an item, at the moment it is made; an image is undefined where there is no item. */
export type ChangeObserver = (tableName: string, before: Item | undefined, after: Item | undefined) => void;

export const createTable = (
  initial: TableSchema,
  kernel: Kernel,
  streams: StreamRegister,
  ttlDelayMs: number,
  onChange?: ChangeObserver,
): Table => {
  const { clock } = kernel;
  const { name, key } = initial;
  const items = createCollection();
  const random = kernel.random.fork(`ttl ${name}`);
  let ttl: TimeToLive | undefined;
  let change: Timer | undefined;

  const followIn = (
    position: Position,
    before: Sized | undefined,
    after: Sized | undefined,
  ): Readonly<Record<string, number>> => {
    if (table.indexes.length === 0) return NO_INDEXES;
    const tie = positionText(position);
    const consumed: Record<string, number> = {};
    for (const index of table.indexes) {
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

  const write = (
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
    onChange?.(name, item, after?.item);
    table.stream?.append({ hash: position.hash, before: item, after: after?.item, isByTtl });
    return consumed;
  };

  const setStream = (viewType: StreamViewType | undefined): void => {
    if (table.stream?.viewType === viewType) return;
    if (table.stream !== undefined) streams.close(table.stream);
    table.stream = viewType && streams.open(name, key, viewType);
    table.latestStream = table.stream ?? table.latestStream;
  };

  const setTtl = (attributeName: string | undefined): void => {
    ttl?.stop();
    ttl =
      attributeName === undefined
        ? undefined
        : createTimeToLive({
            ...{ clock, random, attributeName },
            delayMs: ttlDelayMs,
            remove: (slot) => void write(slot, slot, undefined, true),
          });
    for (const slot of slots(items)) ttl?.watch(slot);
  };

  const backfilled = (index: SecondaryIndex): SecondaryIndex => {
    for (const slot of slots(items)) {
      if (slot.item !== undefined)
        index.write(undefined, { item: slot.item, size: slot.size }, positionText(slot));
    }
    return index;
  };

  const table: Changing = {
    schema: initial,
    arn: arn('dynamodb', `table/${name}`),
    createdAt: clock.now(),
    status: 'ACTIVE',
    items,
    indexes: initial.indexes.map(createSecondaryIndex),
    stream: undefined,
    latestStream: undefined,
    write: (position, slot, after) => write(position, slot, after, false),
    update: (next) => {
      const kept = new Map(table.indexes.map((index) => [index.schema.name, index]));
      table.indexes = next.indexes.map(
        (index) => kept.get(index.name) ?? backfilled(createSecondaryIndex(index)),
      );
      setStream(next.streamViewType);
      if (next.ttlAttribute !== table.schema.ttlAttribute) setTtl(next.ttlAttribute);
      table.schema = next;
    },
    pass: (passing, done) => {
      table.status = passing;
      change = clock.after(CHANGE_MS, () => {
        table.status = 'ACTIVE';
        done();
      });
    },
    close: () => {
      change?.cancel();
      setTtl(undefined);
      setStream(undefined);
    },
  };
  setStream(initial.streamViewType);
  setTtl(initial.ttlAttribute);
  return table;
};

const slots = function* (items: Collection): Generator<Slot> {
  for (const hash of items.partitions()) yield* items.partition(hash);
};

/** A write that changes nothing leaves no trace: indexes are not charged, and the stream is silent. */
const isUnchanged = (before: Item | undefined, after: Item | undefined): boolean =>
  before === after || (before !== undefined && after !== undefined && equalItems(before, after));

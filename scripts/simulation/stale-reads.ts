import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import type { Caller, Service } from '../../lab/kernel/service.ts';
import { STALE_READ } from './faults/points.ts';
import { text } from './oracles/rows.ts';

interface GetItemInput {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
}

/** What stood in a place before its last change, and when that was (epoch ms). */
interface Earlier {
  readonly item: Item | undefined;
  readonly at: number;
}

/** Eventually consistent reads show a write after a second, usually: DynamoDB Developer Guide, "Read consistency". */
const LONGEST_LAG_MS = 1_000;

/** DynamoDB, where a read that a fault strikes shows what stood there a moment ago. */
export const withStaleReads = (
  dynamodb: Service,
  now: () => number,
): {
  readonly service: Service;
  /** Whether this call of GetItem may show what stood there before: not long ago, and unless it is consistent. */
  isLate(input: unknown): boolean;
  onChange(table: string, before: Item | undefined, after: Item | undefined): void;
} => {
  const earlier = new Map<string, Earlier>();
  /** The rows of orders: all that change and are read so. */
  const placeOf = (table: string, item: Item | undefined): string | undefined => {
    const orderId = text(item, 'orderId');
    return orderId === undefined ? undefined : `${table} ${orderId}`;
  };
  const earlierThan = ({ TableName, Key }: GetItemInput): Earlier | undefined =>
    earlier.get(placeOf(TableName, Key) ?? '');
  const { GetItem, ...others } = dynamodb.operations;
  const read = (input: GetItemInput, caller: Caller): unknown => {
    const found = caller.fault?.name === STALE_READ ? earlierThan(input) : undefined;
    if (found === undefined) return GetItem?.(input, caller);
    return found.item === undefined ? {} : { Item: found.item };
  };
  return {
    service: { id: dynamodb.id, operations: { ...others, GetItem: read } },
    isLate: (input) => {
      const { ConsistentRead, ...place } = input as GetItemInput;
      const found = ConsistentRead ? undefined : earlierThan(place);
      return found !== undefined && now() - found.at <= LONGEST_LAG_MS;
    },
    onChange: (table, before, after) => {
      const place = placeOf(table, after ?? before);
      if (place !== undefined) earlier.set(place, { item: before, at: now() });
    },
  };
};

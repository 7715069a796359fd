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

/** DynamoDB, where a read that a fault strikes shows what stood there a moment ago, unless it is consistent. */
export const withStaleReads = (
  dynamodb: Service,
  now: () => number,
): {
  readonly service: Service;
  onChange(table: string, before: Item | undefined, after: Item | undefined): void;
} => {
  const earlier = new Map<string, Earlier>();
  /** The rows of orders: all that change and are read so. */
  const placeOf = (table: string, item: Item | undefined): string | undefined => {
    const orderId = text(item, 'orderId');
    return orderId === undefined ? undefined : `${table} ${orderId}`;
  };
  const { GetItem, ...others } = dynamodb.operations;
  const read = (input: GetItemInput, caller: Caller): unknown => {
    if (caller.fault?.name !== STALE_READ || input.ConsistentRead) return GetItem?.(input, caller);
    const found = earlier.get(placeOf(input.TableName, input.Key) ?? '');
    if (found === undefined || now() - found.at > LONGEST_LAG_MS) return GetItem?.(input, caller);
    return found.item === undefined ? {} : { Item: found.item };
  };
  return {
    service: { id: dynamodb.id, operations: { ...others, GetItem: read } },
    onChange: (table, before, after) => {
      const place = placeOf(table, after ?? before);
      if (place !== undefined) earlier.set(place, { item: before, at: now() });
    },
  };
};

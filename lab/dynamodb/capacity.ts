import type { ReturnConsumedCapacity } from './parameters.ts';

/**
 * Capacity units. Source: Developer Guide, "DynamoDB read and write operations" and "Global secondary indexes",
 * write throughput considerations.
 */

const WRITE_BYTES = 1024;
const READ_BYTES = 4096;

/** A transaction prepares and commits: everything twice. */
export const TRANSACTION = 2;

/** One unit for each KB begun; a write of nothing costs one, too. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_BYTES));

/** One unit for each 4 KB begun, of which an eventually consistent read pays half. */
export const readUnits = (bytes: number, isConsistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_BYTES)) * (isConsistent ? 1 : 0.5);

/** Units that an operation took from a table and from its indexes. */
export interface Consumption {
  readonly table: number;
  /** By name of the index; only those that were touched. */
  readonly indexes: Readonly<Record<string, number>>;
}

export const NO_INDEXES: Readonly<Record<string, number>> = {};

export const totalUnits = ({ table, indexes }: Consumption): number => {
  let total = table;
  for (const name in indexes) total += indexes[name] as number;
  return total;
};

export const addConsumption = (a: Consumption, b: Consumption): Consumption => {
  const indexes: Record<string, number> = { ...a.indexes };
  for (const [name, units] of Object.entries(b.indexes)) indexes[name] = (indexes[name] ?? 0) + units;
  return { table: a.table + b.table, indexes };
};

/** ConsumedCapacity as the API has it. Transactions name their units by `direction` as well. */
export const describeConsumption = (
  tableName: string,
  consumption: Consumption,
  detail: ReturnConsumedCapacity,
  direction?: 'ReadCapacityUnits' | 'WriteCapacityUnits',
): object => {
  const units = (quantity: number) => ({
    CapacityUnits: quantity,
    ...(direction && { [direction]: quantity }),
  });
  const total = { TableName: tableName, ...units(totalUnits(consumption)) };
  if (detail === 'TOTAL') return total;
  const indexes = Object.entries(consumption.indexes).map(([name, quantity]) => [name, units(quantity)]);
  return {
    ...total,
    Table: units(consumption.table),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
  };
};

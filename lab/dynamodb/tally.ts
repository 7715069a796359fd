import type { Caller } from '../kernel/service.ts';
import { addConsumption, type Consumption, describeConsumption } from './capacity.ts';
import { type Database, meterUnits } from './database.ts';
import type { ReturnConsumedCapacity } from './parameters.ts';
import type { Table } from './table.ts';

type Direction = 'ReadCapacityUnits' | 'WriteCapacityUnits';

/** Adds up, by table, what an operation on several items consumes. */
export interface Tally {
  add(table: Table, consumption: Consumption): void;
  /** Meters it all, and answers `{ ConsumedCapacity }` when that is asked for. */
  close(
    direction: Direction,
    caller: Caller,
    detail: ReturnConsumedCapacity | undefined,
    isTransaction: boolean,
  ): { readonly ConsumedCapacity?: readonly object[] };
}

export const createTally = (database: Database): Tally => {
  const sums = new Map<Table, Consumption>();
  return {
    add: (table, consumption) => {
      const sum = sums.get(table);
      sums.set(table, sum === undefined ? consumption : addConsumption(sum, consumption));
    },
    close: (direction, caller, detail = 'NONE', isTransaction) => {
      const unit = direction === 'ReadCapacityUnits' ? 'dynamodb.readUnits' : 'dynamodb.writeUnits';
      for (const [table, sum] of sums) meterUnits(database, unit, caller, table, sum);
      if (detail === 'NONE') return {};
      const describe = ([table, sum]: [Table, Consumption]): object =>
        describeConsumption(table.schema.name, sum, detail, isTransaction ? direction : undefined);
      return { ConsumedCapacity: [...sums].map(describe) };
    },
  };
};

import type { Clock } from '../kernel/clock.ts';
import type { Caller, Operation } from '../kernel/service.ts';
import type { Meter, Unit } from '../meter/meter.ts';
import { type Consumption, totalUnits } from './capacity.ts';
import { resourceNotFound } from './errors.ts';
import type { Table } from './table.ts';

/** What the operations work on. */
export interface Database {
  readonly clock: Clock;
  readonly meter: Meter;
  /** By name. */
  readonly tables: ReadonlyMap<string, Table>;
}

/** Makes an operation of the API. */
export type CreateOperation = (database: Database) => Operation;

/** The table of that name or ARN. Throws ResourceNotFoundException. */
export const findTable = ({ tables }: Database, name: string): Table => {
  const table = tables.get(name) ?? tables.get(name.slice(name.lastIndexOf('/') + 1));
  if (table === undefined || (table.schema.name !== name && table.arn !== name)) throw resourceNotFound();
  return table;
};

export const meterUnits = (
  { meter }: Database,
  unit: Unit,
  { name }: Caller,
  table: Table,
  consumption: Consumption,
): void =>
  meter.count({ unit, quantity: totalUnits(consumption), caller: name, resource: table.schema.name });

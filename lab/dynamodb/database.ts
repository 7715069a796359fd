import type { Clock } from '../kernel/clock.ts';
import type { Caller, Operation } from '../kernel/service.ts';
import type { Meter, Unit } from '../meter/meter.ts';
import { type Consumption, totalUnits } from './capacity.ts';
import { resourceNotFound } from './errors.ts';
import type { StreamRegister } from './streams.ts';
import type { Table } from './table.ts';
import type { TableSchema } from './table-schema.ts';

/** What the operations work on. */
export interface Database {
  readonly clock: Clock;
  readonly meter: Meter;
  /** By name. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly streams: StreamRegister;
  /** Makes a table, ACTIVE at once. Throws ResourceInUseException when its name is taken. */
  add(schema: TableSchema): Table;
  /** Ends a table and whatever runs for it. */
  remove(table: Table): void;
}

/** Makes an operation of the API. */
export type CreateOperation = (database: Database) => Operation;

const lookUp = ({ tables }: Database, nameOrArn: string): Table | undefined => {
  const table = tables.get(nameOrArn) ?? tables.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
  return table?.schema.name === nameOrArn || table?.arn === nameOrArn ? table : undefined;
};

/** The table of that name or ARN, to work on its items. Throws ResourceNotFoundException. */
export const findTable = (database: Database, nameOrArn: string): Table => {
  const table = lookUp(database, nameOrArn);
  if (table === undefined || table.status === 'CREATING' || table.status === 'DELETING')
    throw resourceNotFound();
  return table;
};

/** The table of that name or ARN in whatever status, to see or change it. Throws ResourceNotFoundException. */
export const describedTable = (database: Database, nameOrArn: string): Table => {
  const table = lookUp(database, nameOrArn);
  if (table === undefined)
    throw resourceNotFound(`Requested resource not found: Table: ${nameOrArn} not found`);
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

import type { Caller } from '../../kernel/service.ts';
import type { Item } from '../attribute-value.ts';
import { type Consumption, describeConsumption, NO_INDEXES, writeUnits } from '../capacity.ts';
import { type Database, findTable, meterUnits } from '../database.ts';
import { conditionFailed } from '../errors.ts';
import type { Expressions } from '../expressions/request.ts';
import type { ReturnConsumedCapacity } from '../parameters.ts';
import {
  type Attempt,
  attempt,
  readWriteRequest,
  type Write,
  type WriteInput,
  type WriteKind,
} from './write.ts';

export interface Written {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly expressions: Expressions;
  /** `{ ConsumedCapacity }` when the request asks for it. */
  readonly consumed: { readonly ConsumedCapacity?: object };
}

/** The table's units: by the greater of the item before and after. */
export const tableUnits = ({ before, after }: Attempt): number =>
  writeUnits(Math.max(before?.size ?? 0, after?.size ?? 0));

/** Writes what an attempt came to; answers the units. */
export const commit = ({ table, position }: Write, outcome: Attempt): Consumption => ({
  table: tableUnits(outcome),
  indexes: table.write(position, outcome.slot, outcome.after),
});

/** Carries out a write to one item. A condition that does not hold costs what writing the item as it is would. */
export const perform = (
  database: Database,
  kind: WriteKind,
  input: WriteInput & { readonly ReturnConsumedCapacity?: ReturnConsumedCapacity },
  caller: Caller,
): Written => {
  const { subject, expressions, returnsItemOnFailure } = readWriteRequest(kind, input);
  const table = findTable(database, input.TableName);
  const write = kind.prepare(table, subject, expressions);
  const outcome = attempt(write);
  const { before, after, holds } = outcome;
  const consumption = holds ? commit(write, outcome) : { table: tableUnits(outcome), indexes: NO_INDEXES };
  meterUnits(database, 'dynamodb.writeUnits', caller, table, consumption);
  if (!holds) throw conditionFailed(returnsItemOnFailure ? before?.item : undefined);
  const { ReturnConsumedCapacity: detail = 'NONE' } = input;
  return {
    before: before?.item,
    after: after?.item,
    expressions,
    consumed:
      detail === 'NONE'
        ? {}
        : { ConsumedCapacity: describeConsumption(table.schema.name, consumption, detail) },
  };
};

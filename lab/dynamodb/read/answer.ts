import type { Caller } from '../../kernel/service.ts';
import { type Consumption, describeConsumption, NO_INDEXES, readUnits } from '../capacity.ts';
import { type Database, meterUnits } from '../database.ts';
import type { ExpressionInput } from '../expressions/request.ts';
import type { TableInput } from '../parameters.ts';
import type { Page } from './page.ts';
import type { Select, Selection } from './selection.ts';
import type { Source } from './source.ts';

/** What the requests of Query and Scan have in common. */
export interface PageInput extends TableInput, ExpressionInput {
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly ExclusiveStartKey?: unknown;
  readonly Limit?: number;
  readonly Select?: Select;
}

/** Meters a page and makes the answer of it. */
export const answerPage = (
  database: Database,
  source: Source,
  page: Page,
  selection: Selection,
  input: PageInput,
  caller: Caller,
): object => {
  const { table, index } = source;
  const units = readUnits(page.bytes, input.ConsistentRead ?? false);
  const consumption: Consumption =
    index === undefined
      ? { table: units, indexes: NO_INDEXES }
      : { table: 0, indexes: { [index.name]: units } };
  meterUnits(database, 'dynamodb.readUnits', caller, table, consumption);
  const { ReturnConsumedCapacity: detail = 'NONE' } = input;
  return {
    ...(selection && { Items: selection(page.items) }),
    Count: page.items.length,
    ScannedCount: page.scanned,
    ...(page.last && { LastEvaluatedKey: source.startKey(page.last) }),
    ...(detail !== 'NONE' && {
      ConsumedCapacity: describeConsumption(table.schema.name, consumption, detail),
    }),
  };
};

import { describeConsumption, NO_INDEXES, readUnits } from '../capacity.ts';
import { type CreateOperation, findTable, meterUnits } from '../database.ts';
import { project } from '../expressions/project.ts';
import { type ExpressionInput, readExpressions } from '../expressions/request.ts';
import { checkKey, positionOf } from '../key.ts';
import { checkCommon, require, type TableInput } from '../parameters.ts';
import { readItem } from '../read-value.ts';

interface Input extends TableInput, ExpressionInput {
  readonly Key: unknown;
  readonly ConsistentRead?: boolean;
}

export const getItem: CreateOperation = (database) => (input: Input, caller) => {
  checkCommon(input);
  require(input, 'TableName', 'Key');
  const { projection } = readExpressions(input, ['ProjectionExpression']);
  const key = readItem(input.Key);
  const table = findTable(database, input.TableName);
  checkKey(table.schema.key, key);
  const slot = table.items.find(positionOf(table.schema.key, key));
  const units = readUnits(slot?.size ?? 0, input.ConsistentRead ?? false);
  const consumption = { table: units, indexes: NO_INDEXES };
  meterUnits(database, 'dynamodb.readUnits', caller, table, consumption);
  const { ReturnConsumedCapacity: detail = 'NONE' } = input;
  const item = slot?.item;
  return {
    ...(item && { Item: projection === undefined ? item : project(item, projection) }),
    ...(detail !== 'NONE' && {
      ConsumedCapacity: describeConsumption(table.schema.name, consumption, detail),
    }),
  };
};

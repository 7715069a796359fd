import { type CreateOperation, describedTable } from '../database.ts';
import { validation } from '../errors.ts';
import { require, type TableInput } from '../parameters.ts';
import type { Table } from '../table.ts';
import { checkIdle } from '../table-status.ts';
import { tableDescription } from './describe-table.ts';

/** Throws ValidationException. Source: Developer Guide, "Using deletion protection to protect your table". */
export const checkDeletable = ({ schema }: Table): void => {
  if (!schema.hasDeletionProtection) return;
  throw validation(
    'Resource cannot be deleted as it is currently protected against deletion. ' +
      'Disable deletion protection first.',
  );
};

/** Source: DeleteTable in the API reference. */
export const deleteTable: CreateOperation = (database) => (input: TableInput) => {
  require(input, 'TableName');
  const table = describedTable(database, input.TableName);
  checkIdle(table);
  checkDeletable(table);
  table.pass('DELETING', () => database.remove(table));
  return { TableDescription: tableDescription(table) };
};

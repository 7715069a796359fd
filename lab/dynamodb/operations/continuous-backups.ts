import { AwsError } from '../../kernel/aws-error.ts';
import type { CreateOperation, Database } from '../database.ts';
import { require, type TableInput } from '../parameters.ts';
import type { Table } from '../table.ts';

interface UpdateInput extends TableInput {
  readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
}

const RECOVERY_DAYS = 35;

/** Throws TableNotFoundException, which only backups have. */
const findTable = ({ tables }: Database, name: string): Table => {
  const table = tables.get(name);
  if (table === undefined) throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
  return table;
};

const describe = ({ schema }: Table) => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: schema.hasPointInTimeRecovery
      ? { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: RECOVERY_DAYS }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  },
});

/** The setting is kept and told; the lab backs nothing up. */
export const updateContinuousBackups: CreateOperation = (database) => (input: UpdateInput) => {
  require(input, 'TableName', 'PointInTimeRecoverySpecification');
  const table = findTable(database, input.TableName);
  const { PointInTimeRecoveryEnabled: hasPointInTimeRecovery } = input.PointInTimeRecoverySpecification;
  table.update({ ...table.schema, hasPointInTimeRecovery });
  return describe(table);
};

export const describeContinuousBackups: CreateOperation = (database) => (input: TableInput) => {
  require(input, 'TableName');
  return describe(findTable(database, input.TableName));
};

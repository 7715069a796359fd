import { type CreateOperation, describedTable } from '../database.ts';
import { validation } from '../errors.ts';
import { require, type TableInput } from '../parameters.ts';
import { checkIdle } from '../table-status.ts';

interface UpdateInput extends TableInput {
  readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean };
}

/** Takes effect at once. Source: UpdateTimeToLive in the API reference. */
export const updateTimeToLive: CreateOperation = (database) => (input: UpdateInput) => {
  require(input, 'TableName', 'TimeToLiveSpecification');
  const { TimeToLiveSpecification: specification } = input;
  const { AttributeName: attribute, Enabled: isEnabled } = specification;
  const table = describedTable(database, input.TableName);
  checkIdle(table);
  const { ttlAttribute: current } = table.schema;
  if (isEnabled === (current !== undefined))
    throw validation(`TimeToLive is already ${isEnabled ? 'enabled' : 'disabled'}`);
  if (!isEnabled && attribute !== current) {
    throw validation(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
    );
  }
  table.update({ ...table.schema, ttlAttribute: isEnabled ? attribute : undefined });
  return { TimeToLiveSpecification: specification };
};

export const describeTimeToLive: CreateOperation = (database) => (input: TableInput) => {
  require(input, 'TableName');
  const { status, schema } = describedTable(database, input.TableName);
  if (status === 'CREATING' || status === 'DELETING') {
    throw validation(
      `Cannot describe time to live while table is in ${status} state: Current table state is ${status}`,
    );
  }
  const { ttlAttribute: attribute } = schema;
  return {
    TimeToLiveDescription:
      attribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute },
  };
};

import type { CreateOperation } from '../database.ts';
import { validation } from '../errors.ts';
import type { TableInput } from '../parameters.ts';
import { perform } from '../write/perform.ts';
import { put } from '../write/put.ts';
import type { WriteInput } from '../write/write.ts';

interface Input extends TableInput, WriteInput {
  readonly ReturnValues?: string;
}

export const putItem: CreateOperation = (database) => (input: Input, caller) => {
  const { ReturnValues: wanted = 'NONE' } = input;
  if (wanted !== 'NONE' && wanted !== 'ALL_OLD') throw validation('ReturnValues can only be ALL_OLD or NONE');
  const { before, consumed } = perform(database, put, input, caller);
  return { ...(wanted === 'ALL_OLD' && before && { Attributes: before }), ...consumed };
};

import type { Item } from '../attribute-value.ts';
import type { CreateOperation } from '../database.ts';
import { project } from '../expressions/project.ts';
import { requireOneOf, type TableInput } from '../parameters.ts';
import { perform, type Written } from '../write/perform.ts';
import { update } from '../write/update.ts';
import type { WriteInput } from '../write/write.ts';

const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] as const;

interface Input extends TableInput, WriteInput {
  readonly ReturnValues?: (typeof RETURN_VALUES)[number];
}

const updatedPart = (item: Item | undefined, { expressions }: Written): Item | undefined => {
  const part = item && project(item, expressions.update?.paths ?? []);
  return part && Object.keys(part).length > 0 ? part : undefined;
};

const attributesOf = (written: Written, wanted: Input['ReturnValues']): Item | undefined => {
  switch (wanted) {
    case 'ALL_NEW':
      return written.after;
    case 'ALL_OLD':
      return written.before;
    case 'UPDATED_NEW':
      return updatedPart(written.after, written);
    case 'UPDATED_OLD':
      return updatedPart(written.before, written);
    default:
      return undefined;
  }
};

export const updateItem: CreateOperation = (database) => (input: Input, caller) => {
  requireOneOf(input, 'ReturnValues', RETURN_VALUES);
  const written = perform(database, update, input, caller);
  const attributes = attributesOf(written, input.ReturnValues);
  return { ...(attributes && { Attributes: attributes }), ...written.consumed };
};

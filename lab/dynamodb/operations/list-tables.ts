import type { CreateOperation } from '../database.ts';
import { requireRange } from '../parameters.ts';
import { compareText } from '../text.ts';

interface Input {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

const MAX_PAGE = 100;

export const listTables: CreateOperation =
  ({ tables }) =>
  (input: Input) => {
    requireRange(input, 'Limit', 1, MAX_PAGE);
    const { ExclusiveStartTableName: start, Limit: limit = MAX_PAGE } = input;
    const names = [...tables.keys()]
      .sort(compareText)
      .filter((name) => start === undefined || compareText(name, start) > 0);
    const page = names.slice(0, limit);
    return { TableNames: page, ...(names.length > limit && { LastEvaluatedTableName: page.at(-1) }) };
  };

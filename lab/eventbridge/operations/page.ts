import { invalid } from '../validation.ts';

export interface PageInput {
  readonly Limit?: number;
  readonly NextToken?: string;
}

const MAX_PAGE = 100;

const startOf = (token: string): number => {
  const start = Number(Buffer.from(token, 'base64').toString());
  if (Number.isInteger(start) && start > 0) return start;
  throw invalid('NextToken is not valid.');
};

/** A page of a list, and the token of the next one when there is more. */
export const page = <T>(items: readonly T[], { Limit: limit = MAX_PAGE, NextToken: token }: PageInput) => {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    const bound = limit < 1 ? 'greater than or equal to 1' : `less than or equal to ${MAX_PAGE}`;
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
        `Member must have value ${bound}`,
    );
  }
  const start = token === undefined ? 0 : startOf(token);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    next: end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {},
  };
};

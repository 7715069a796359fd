import { invalidParameter, optionalInteger } from './requests.ts';

export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

const MAX_PAGE = 1000;

const startOf = (token: string): number => {
  const start = Number(Buffer.from(token, 'base64').toString());
  if (Number.isInteger(start) && start > 0) return start;
  throw invalidParameter(`Value ${token} for parameter NextToken is invalid. Reason: It is not a token.`);
};

/** A page of a list, and the token of the next one when the request asks for pages. */
export const page = <T>(items: readonly T[], { MaxResults, NextToken }: PageInput) => {
  const size = optionalInteger('MaxResults', MaxResults, 1, MAX_PAGE) ?? MAX_PAGE;
  const start = NextToken === undefined ? 0 : startOf(NextToken);
  const end = start + size;
  const hasMore = MaxResults !== undefined && end < items.length;
  return {
    items: items.slice(start, end),
    next: hasMore ? { NextToken: Buffer.from(String(end)).toString('base64') } : {},
  };
};

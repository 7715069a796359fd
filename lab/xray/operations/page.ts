import { invalid } from '../errors.ts';

/**
 * The elements that a page has room for, and the token of the next one: where it begins. An element larger than a
 * page has one for itself.
 * @throws AwsError InvalidRequestException for a token that none was given as
 */
export const pageOf = <T>(
  elements: readonly T[],
  token: string | undefined,
  room: { readonly size: (element: T) => number; readonly limit: number },
): { readonly page: readonly T[]; readonly NextToken?: string } => {
  const start = Number(token ?? 0);
  if (!Number.isInteger(start) || start < 0) throw invalid('Invalid NextToken.');
  let end = start;
  for (let size = 0; end < elements.length; end++) {
    size += room.size(elements[end] as T);
    if (size > room.limit && end > start) break;
  }
  const page = elements.slice(start, end);
  return end < elements.length ? { page, NextToken: String(end) } : { page };
};

import { AwsError } from '../../kernel/aws-error.ts';

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/**
 * A page of a list that is ordered by `keyOf`, and the token of the next, if there is one: the last key of this one.
 */
export const pageOf = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { nextToken, limit }: { readonly nextToken?: string | undefined; readonly limit: number },
): { readonly page: readonly T[]; readonly nextToken?: string } => {
  const at = nextToken === undefined ? 0 : items.findIndex((item) => keyOf(item) === nextToken) + 1;
  if (nextToken !== undefined && at === 0) throw invalid('The specified nextToken is invalid.');
  const page = items.slice(at, at + limit);
  const last = page.at(-1);
  return { page, ...(last !== undefined && at + limit < items.length && { nextToken: keyOf(last) }) };
};

/** A limit between 1 and `most`, which is also what there is without one. */
export const limitOf = (limit: number | undefined, most: number): number => {
  if (limit === undefined) return most;
  if (Number.isInteger(limit) && limit >= 1 && limit <= most) return limit;
  const bound = limit < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
  throw invalid(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
      `Member must have value ${bound}`,
  );
};

import { validationError } from './errors.ts';

/** A page of a list, and the token of the next one: how many items come before it, in base64. */
export const pageOf = <T>(
  items: readonly T[],
  token: string | undefined,
  size = 100,
): { readonly page: readonly T[]; readonly next: string | undefined } => {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(start) || start < 0) throw validationError('NextToken is not valid');
  const end = start + size;
  return {
    page: items.slice(start, end),
    next: end < items.length ? Buffer.from(String(end)).toString('base64') : undefined,
  };
};

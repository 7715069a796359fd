import { AwsError } from '../../kernel/aws-error.ts';

export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);

/** A page from an offset that the token holds, and the token of the next one, if there is one. */
export const pageOf = <T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
): { readonly page: readonly T[]; readonly NextToken?: string } => {
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0 || token === '')
    throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  const next = from + size;
  return { page: items.slice(from, next), ...(next < items.length && { NextToken: String(next) }) };
};

/** Refuses what the lab would otherwise pass over in silence. */
export const assertKnown = (operation: string, input: object, known: readonly string[]): void => {
  const unknown = Object.keys(input).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${operation}.${unknown} is not supported by the lab`);
};

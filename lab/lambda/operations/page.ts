import { AwsError } from '../../kernel/aws-error.ts';

export interface Paged {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** A page of at most `most` items from an offset that the marker holds, and the marker of the next one. */
export const pageOf = <T>(
  items: readonly T[],
  { Marker = '0', MaxItems = Number.POSITIVE_INFINITY }: Paged,
  most: number,
): { readonly page: readonly T[]; readonly NextMarker?: string } => {
  if (!/^\d+$/.test(Marker)) throw new AwsError('InvalidParameterValueException', 'Invalid Marker');
  const from = Number(Marker);
  const next = from + Math.min(MaxItems, most);
  return { page: items.slice(from, next), ...(next < items.length && { NextMarker: String(next) }) };
};

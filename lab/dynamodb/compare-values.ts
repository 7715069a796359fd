import type { AttributeValue } from './attribute-value.ts';
import { compareNumbers } from './number.ts';
import { compareText } from './text.ts';

/** The order of two strings, numbers or binaries; undefined when they are not of one such type. */
export const compareValues = (a: AttributeValue, b: AttributeValue): number | undefined => {
  if ('N' in a) return 'N' in b ? compareNumbers(a.N, b.N) : undefined;
  if ('S' in a) return 'S' in b ? compareText(a.S, b.S) : undefined;
  if ('B' in a && 'B' in b) return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'));
  return undefined;
};

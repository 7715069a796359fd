import { parseJsonPattern } from './json-pattern.ts';
import { parseTerms } from './terms.ts';

/** Whether a message matches. */
export type Matches = (message: string) => boolean;

/**
 * Reads a filter pattern: terms, or conditions on the properties of JSON. An empty one matches everything.
 * Source: CloudWatch Logs User Guide, "Filter pattern syntax". Throws `AwsError` (InvalidParameterException), and an
 * `Error` for a pattern of space-delimited fields.
 */
export const compileFilterPattern = (pattern: string): Matches => {
  const text = pattern.trim();
  if (text.startsWith('['))
    throw new Error('filter patterns of space-delimited fields are not supported by the lab');
  return text.startsWith('{') ? parseJsonPattern(text) : parseTerms(text);
};

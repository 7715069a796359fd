/** Turns an event pattern into a predicate; the pattern language is EventBridge's. */
export type CompilePattern = (pattern: unknown) => (event: unknown) => boolean;

/** A record passes when one of the patterns matches, or when there is none. */
export const createFilter = (
  patterns: readonly unknown[],
  compilePattern: CompilePattern,
): ((record: unknown) => boolean) => {
  const predicates = patterns.map(compilePattern);
  return (record) => predicates.length === 0 || predicates.some((matches) => matches(record));
};

/**
 * A message as its patterns see it: a body that is JSON is matched as data.
 * Source: Lambda developer guide, "Using event filtering with an Amazon SQS event source".
 */
export const filterableMessage = <T extends { readonly body: string }>(message: T): unknown => {
  try {
    return { ...message, body: JSON.parse(message.body) };
  } catch {
    return message;
  }
};

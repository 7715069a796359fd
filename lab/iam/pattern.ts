/** Whether a text, an ARN or an action is as a policy has it. */
export type Matcher = (value: string) => boolean;

/** `*` is any text, `?` any character. */
export const like = (pattern: string, { ignoreCase = false } = {}): Matcher => {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern) && !ignoreCase) return (value) => value === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
  return (value) => expression.test(value);
};

const arnParts = (arn: string): readonly string[] => {
  const [prefix = '', partition = '', service = '', region = '', account = '', ...resource] = arn.split(':');
  return [prefix, partition, service, region, account, resource.join(':')];
};

/**
 * Each of the six parts of an ARN is compared for itself, so a `*` stays within its part; only in the last does
 * it go beyond a colon. Source: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export const arnLike = (pattern: string): Matcher => {
  if (!/[*?]/.test(pattern)) return (value) => value === pattern;
  if (pattern === '*') return () => true;
  const parts = arnParts(pattern).map((part) => like(part));
  return (value) => {
    const actual = arnParts(value);
    return parts.every((part, at) => part(actual[at] ?? ''));
  };
};

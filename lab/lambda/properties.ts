/** Properties of a CloudFormation resource, resolved to plain values. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * Throws for a property that is in none of the two lists: a resource the lab would only half honour is worse
 * than one it refuses. `inert` are those without a meaning in the lab.
 */
export const assertProperties = (
  type: string,
  properties: object,
  { supported, inert = [] }: { supported: readonly string[]; inert?: readonly string[] },
): void => {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || supported.includes(name) || inert.includes(name)) continue;
    throw new Error(`${type}.${name} is not supported by the lab`);
  }
};

/** A property that a resource cannot be without. Throws unless it is a text. */
export const requiredText = (property: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  throw new Error(`${property} ${value === undefined ? 'is required' : 'must be a string'}`);
};

/** Throws unless the value is an integer between the bounds, both included. */
export const assertRange = (property: string, value: number | undefined, low: number, high: number): void => {
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
  throw new Error(`${property} must be an integer from ${low} to ${high}: ${value}`);
};

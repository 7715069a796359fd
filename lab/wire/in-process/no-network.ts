/**
 * A module of Node with every function that would reach the outside replaced by one that says so. Constants,
 * and the functions named in `harmless`, stay.
 */
export const withoutNetwork = (
  name: string,
  module: Readonly<Record<string, unknown>>,
  harmless: readonly string[] = [],
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(module).map(([key, value]) => {
      if (typeof value !== 'function' || harmless.includes(key)) return [key, value];
      const refuse = function refuse(): never {
        throw new Error(`No network in the lab: ${name}.${key}`);
      };
      return [key, refuse];
    }),
  );

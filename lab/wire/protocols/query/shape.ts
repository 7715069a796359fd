import type { QueryService } from './services.ts';

/** Gives the members of an input, all of them text, the types and names of the operation's shape. */
export const shape = (
  { types = [], flattened }: QueryService,
  operation: string,
  input: Record<string, unknown>,
): Record<string, unknown> => {
  const names = flattened?.(operation) ?? {};
  const membersOf = (structure: Record<string, unknown>, prefix: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(structure).map(([name, given]) => {
        const value = read(given, prefix + name);
        const { member, entry } = names[name] ?? {};
        if (member === undefined || !Array.isArray(value)) return [name, value];
        if (entry === undefined) return [member, value];
        return [member, Object.fromEntries(value.map((item) => entry.map((part) => item[part])))];
      }),
    );
  const read = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') return types.find(([matches]) => matches.test(path))?.[1](value) ?? value;
    if (Array.isArray(value)) return value.map((item) => read(item, path));
    return membersOf(value as Record<string, unknown>, `${path}.`);
  };
  return membersOf(input, '');
};

import type { Scope } from './scope.ts';
import { expressionText, type Template } from './template.ts';

/** JSON types by the names that `$type` has for them. */
const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

export interface Range {
  readonly min: number;
  readonly max: number;
}

interface Types {
  readonly number: number;
  readonly string: string;
  readonly boolean: boolean;
  readonly object: Readonly<Record<string, unknown>>;
  readonly array: readonly unknown[];
}

/** Whole seconds within the range. */
const isWithin = (value: number, { min, max }: Range): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/**
 * Evaluates a field that must have a type, and if it is a number be whole and in a range. Literals were checked
 * when the definition was read; what an expression gives is only known now.
 */
export const typed = <T extends keyof Types>(
  template: Template,
  source: unknown,
  field: string,
  type: T,
  range?: Range,
): ((scope: Scope) => Promise<Types[T]>) => {
  const what = `The JSONata expression '${expressionText(source)}' specified for the field '${field}' returned`;
  return async (scope) => {
    const value = await template(scope);
    if (typeOf(value) !== type) {
      const found = `Expected '${type}', but was '${typeOf(value)}' for value: ${JSON.stringify(value)}`;
      throw scope.failure(`${what} an unexpected result type. ${found}`, field);
    }
    if (range !== undefined && !isWithin(value as number, range)) {
      const bounds = `a whole number from ${range.min} to ${range.max}`;
      throw scope.failure(
        `${what} a value out of range. Expected ${bounds}, but was: ${JSON.stringify(value)}`,
        field,
      );
    }
    return value as Types[T];
  };
};

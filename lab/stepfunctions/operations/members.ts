import { AwsError } from '../../kernel/aws-error.ts';

/** Refuses members of a request that the lab would otherwise pass over in silence. */
export const only = (operation: string, input: object, ...members: readonly string[]): void => {
  const other = Object.keys(input).find((member) => !members.includes(member));
  if (other !== undefined) throw new Error(`states:${operation}: ${other} is not supported by the lab`);
};

/**
 * The request, with members that may not be missing.
 * @throws AwsError ValidationException.
 */
export const required = <T extends object, M extends keyof T & string>(
  input: T,
  ...members: readonly M[]
): T & { readonly [N in M]-?: NonNullable<T[N]> } => {
  const missing = members.filter((member) => input[member] === undefined || input[member] === null);
  if (missing.length === 0) return input as T & { readonly [N in M]-?: NonNullable<T[N]> };
  const each = missing.map(
    (member) => `Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
  const errors = `${each.length} validation error${each.length > 1 ? 's' : ''} detected`;
  throw new AwsError('ValidationException', `${errors}: ${each.join('; ')}`);
};

import type { Scope } from './scope.ts';

type Lookup = { readonly known: true; readonly value: unknown } | { readonly known: false };

const UNKNOWN: Lookup = { known: false };

interface Step {
  readonly type: string;
  readonly value: unknown;
}

/** A step that does nothing but name a member. */
const isBare = (step: object): step is Step =>
  Object.keys(step).every((key) => ['type', 'value', 'position'].includes(key));

/**
 * Most expressions only follow members, as `$states.input.orderId` does. For these it answers a lookup without
 * the evaluator (whose every step is a promise); undefined for any other expression. JSONata maps a path over
 * arrays: at an array on the way the lookup leaves the question to the evaluator.
 */
export const plainPath = (ast: unknown): ((scope: Scope) => Lookup) | undefined => {
  const { type, steps, ...rest } = ast as { type: string; steps?: readonly Step[] };
  const [root, ...members] = type === 'path' ? (steps ?? []) : [ast as Step];
  const isPlain = root?.type === 'variable' && members.every(({ type }) => type === 'name');
  if (!isPlain || ![root, ...members].every(isBare) || (steps && Object.keys(rest).length > 0))
    return undefined;
  const name = String(root.value);
  const keys = members.map(({ value }) => String(value));
  return ({ states, variables }) => {
    let value: unknown = name === 'states' ? states : variables[name];
    if (value === undefined) return UNKNOWN;
    for (const key of keys) {
      if (Array.isArray(value)) return UNKNOWN;
      const has = value !== null && typeof value === 'object' && Object.hasOwn(value, key);
      value = has ? (value as Record<string, unknown>)[key] : undefined;
    }
    return { known: true, value };
  };
};

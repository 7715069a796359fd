import { notSupported } from '../definition/problems.ts';
import { isObject, type Json, requireFields, type Source } from '../definition/source.ts';
import { errors } from '../errors.ts';
import type { Payload } from '../payload.ts';
import { failureOf, type Step } from '../step.ts';

/** What the `Arguments` of a service integration may have; what else AWS knows is refused by name. */
export interface Fields {
  readonly known: readonly string[];
  readonly required: readonly string[];
}

/** Checks `Arguments` given as an object when the definition is read. */
export const checkArguments = (source: Source, { known, required }: Fields): void => {
  const { Arguments: args } = source.body;
  requireFields(source, 'Arguments');
  if (!isObject(args)) return;
  const location = `${source.location}/Arguments`;
  for (const field of Object.keys(args)) {
    if (!known.includes(field)) throw notSupported(field, location);
  }
  requireFields({ ...source, body: args, location }, ...required);
};

/**
 * The arguments of one call.
 * @throws StateFailure `States.Runtime` for what only now turns out to be unsupported.
 */
export const readArguments = (step: Step, { value }: Payload, { known }: Fields): Json => {
  const args = isObject(value) ? value : {};
  const other = Object.keys(args).find((field) => !known.includes(field));
  if (other !== undefined) throw unsupported(step, `Arguments/${other}`);
  return args;
};

export const unsupported = (step: Step, what: string) =>
  failureOf(step, errors.runtime, `${what} is not supported by the lab yet`);

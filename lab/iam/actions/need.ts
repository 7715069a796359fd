/** A permission that a call takes: an action on an ARN, or on `*` where the action knows no resource. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

// biome-ignore lint/suspicious/noExplicitAny: as each operation's own input is.
export type Input = any;

/** What a call needs, by its input; nothing where no permission is asked for. */
export type Needs = (input: Input) => readonly Need[];

/** Of each operation of a service. Source: Service Authorization Reference, one page a service. */
export type ServiceActions = Readonly<Record<string, Needs>>;

/** One action on one resource. */
export const need =
  (action: string, resource: (input: Input) => string): Needs =>
  (input) => [{ action, resource: resource(input) }];

/** The resource of actions that know none. */
export const everything = (): string => '*';

/** Operations that need the action of their own name on one resource. */
export const byName = (
  prefix: string,
  operations: readonly string[],
  resource: (input: Input) => string,
): ServiceActions =>
  Object.fromEntries(operations.map((operation) => [operation, need(`${prefix}:${operation}`, resource)]));

/** A list as a request has it; empty when it is none, which the service itself refuses. */
export const listOf = (value: unknown): readonly Input[] =>
  Array.isArray(value) ? value.filter((each) => each !== null && each !== undefined) : [];

/** Whether a name is given as an ARN already. */
export const isArn = (name: unknown): name is string => typeof name === 'string' && name.startsWith('arn:');

import { AwsError } from '../kernel/aws-error.ts';

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

export const limitExceeded = (): AwsError =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');

export const invalidSchedule = (): AwsError => invalid('Parameter ScheduleExpression is not valid.');

/** Refuses, by name, a property that the lab does not know: it must not be passed over in silence. */
export const checkProperties = (type: string, properties: object, supported: ReadonlySet<string>): void => {
  for (const property of Object.keys(properties)) {
    if (!supported.has(property)) throw new Error(`${type}.${property} is not supported by the lab`);
  }
};

/** Throws ValidationException when one of these members is missing. */
export const required = (input: object, ...names: readonly string[]): void => {
  const missing = names.find((name) => (input as Readonly<Record<string, unknown>>)[name] === undefined);
  if (missing === undefined) return;
  throw invalid(
    `1 validation error detected: Value null at '${missing.charAt(0).toLowerCase()}${missing.slice(1)}' ` +
      'failed to satisfy constraint: Member must not be null',
  );
};

const NAME = '[\\.\\-_A-Za-z0-9]+';

/** The rule that names of buses and rules keep. */
export const checkName = (name: string): void => {
  if (!new RegExp(`^${NAME}$`).test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: ` +
        `Member must satisfy regular expression pattern: ${NAME}`,
    );
  }
};

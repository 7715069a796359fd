import { AwsError } from '../kernel/aws-error.ts';

/** What a state takes in or gives out: a JSON value and its text. Never changed once made. */
export interface Payload {
  readonly value: unknown;
  readonly text: string;
}

/** Bytes of UTF-8 that an input, output, result or variable may have (Step Functions service quotas). */
const PAYLOAD_LIMIT = 262_144;

/** Whether the text has more than `PAYLOAD_LIMIT` bytes. No UTF-16 unit takes more than three. */
export const isOversize = (text: string): boolean =>
  text.length * 3 > PAYLOAD_LIMIT && Buffer.byteLength(text) > PAYLOAD_LIMIT;

/**
 * Reads JSON text that a request brings as `member`.
 *
 * @param refuse what to throw for text that is no JSON, by the reason
 * @throws AwsError ValidationException for too much of it
 */
export const readPayload = (text: string, member: string, refuse: (reason: string) => AwsError): unknown => {
  if (isOversize(text)) {
    const constraint = `Member must have length less than or equal to ${PAYLOAD_LIMIT}`;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse((error as SyntaxError).message);
  }
};

export const payloadOf = (value: unknown): Payload => ({ value, text: JSON.stringify(value) });

/** What a state takes in or gives out: a JSON value and its text. Never changed once made. */
export interface Payload {
  readonly value: unknown;
  readonly text: string;
}

/** Bytes of UTF-8 that an input, output, result or variable may have (Step Functions service quotas). */
export const PAYLOAD_LIMIT = 262_144;

/** Whether the text has more than `PAYLOAD_LIMIT` bytes. No UTF-16 unit takes more than three. */
export const isOversize = (text: string): boolean =>
  text.length * 3 > PAYLOAD_LIMIT && Buffer.byteLength(text) > PAYLOAD_LIMIT;

export const payloadOf = (value: unknown): Payload => ({ value, text: JSON.stringify(value) });

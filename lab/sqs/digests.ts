import { createHash } from 'node:crypto';
import type { MessageAttribute } from '../kernel/ports.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export const md5 = (content: string | Uint8Array): string => createHash('md5').update(content).digest('hex');

const withLength = (bytes: Uint8Array): Uint8Array => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The transport type that stands before a value in the digest. */
const STRING = Uint8Array.of(1);
const BINARY = Uint8Array.of(2);

const valueBytes = ({ stringValue, binaryValue }: MessageAttribute): Uint8Array =>
  binaryValue === undefined ? Buffer.from(stringValue ?? '') : Buffer.from(binaryValue, 'base64');

/**
 * MD5OfMessageAttributes. Source: "Calculating the MD5 message digest for message attributes" in the SQS
 * developer guide. Undefined without attributes, as the service leaves the member out.
 */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const parts = entries.flatMap(([name, attribute]) => [
    withLength(Buffer.from(name)),
    withLength(Buffer.from(attribute.dataType)),
    attribute.binaryValue === undefined ? STRING : BINARY,
    withLength(valueBytes(attribute)),
  ]);
  return md5(Buffer.concat(parts));
};

/** What counts against the size limit: the body, and name, type and value of each attribute. */
export const messageBytes = (body: string, attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + valueBytes(attribute).length,
    Buffer.byteLength(body),
  );

import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../../kernel/aws-error.ts';

const tooLarge = (maxBytes: number): AwsError =>
  new AwsError('RequestEntityTooLargeException', `Request must be smaller than ${maxBytes} bytes`, {
    status: 413,
  });

const receive = async (incoming: IncomingMessage, maxBytes: number, invite: () => void): Promise<Buffer> => {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  invite();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const gunzip = (body: Buffer, maxBytes: number): Buffer => {
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new AwsError('SerializationException', 'The request body is not compressed with gzip.');
  }
};

/**
 * The body of a request, decompressed. `invite` is called when it is to be sent, for clients that wait for it
 * (`Expect: 100-continue`).
 *
 * @throws AwsError RequestEntityTooLargeException, SerializationException
 */
export const readBody = async (
  incoming: IncomingMessage,
  maxBytes: number,
  invite: () => void,
): Promise<Buffer> => {
  const body = await receive(incoming, maxBytes, invite);
  // Clients of CloudWatch and CloudWatch Logs compress what is large.
  return incoming.headers['content-encoding'] === 'gzip' ? gunzip(body, maxBytes) : body;
};

import { AwsError } from '../../kernel/aws-error.ts';

const LINE_END = Buffer.from('\r\n');

const incomplete = (): AwsError => new AwsError('IncompleteBody', 'The request body terminated unexpectedly');

/**
 * The body within the `aws-chunked` encoding, which clients use to send a checksum after it. Signatures of chunks and
 * the trailing checksum are not verified.
 * Source: Amazon S3 API Reference, "Signature calculations: transferring payload in multiple chunks".
 */
export const readChunks = (encoded: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf(LINE_END, at);
    // `<size in hex>` or `<size in hex>;chunk-signature=…`
    const size = Number.parseInt(bytes.subarray(at, end < 0 ? at : end).toString(), 16);
    if (end < 0 || !Number.isInteger(size)) throw incomplete();
    if (size === 0) return Buffer.concat(chunks);
    const start = end + LINE_END.length;
    if (start + size > bytes.byteLength) throw incomplete();
    chunks.push(bytes.subarray(start, start + size));
    at = start + size + LINE_END.length;
  }
};

import { describe, expect, it } from '@jest/globals';
import { readChunks } from '../../../../lab/wire/protocols/aws-chunked.ts';

const read = (text: string): string => Buffer.from(readChunks(Buffer.from(text))).toString();

/** Source: Amazon S3 API Reference, "Signature calculations for the Authorization header: transferring payload in multiple chunks". */
describe('a body in chunks', () => {
  it.each([
    ['nothing', '0\r\n\r\n', ''],
    ['one chunk', '4\r\nemma\r\n0\r\n\r\n', 'emma'],
    ['chunks of hexadecimal size', 'a\r\n0123456789\r\n2\r\n\r\n\r\n0\r\n\r\n', '0123456789\r\n'],
    ['signed chunks', '4;chunk-signature=ad80\r\nemma\r\n0;chunk-signature=b6c6\r\n\r\n', 'emma'],
    ['a checksum behind them', '4\r\nemma\r\n0\r\nx-amz-checksum-crc32:qHA8fA==\r\n\r\n', 'emma'],
  ])('%s', (_what, text, body) => {
    expect(read(text)).toBe(body);
  });

  it.each([
    ['no end', '4\r\nemma\r\n'],
    ['less than it says', 'ff\r\nemma\r\n0\r\n\r\n'],
    ['no sizes', 'emma'],
  ])('with %s is incomplete', (_what, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
  });
});

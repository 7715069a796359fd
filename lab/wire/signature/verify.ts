import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Signature } from './parse.ts';

/** A request as it was sent: what a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** How long a signature in a header is good, before and after the time in it. */
const LIFE_MS = 5 * 60_000;

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Uint8Array, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/** RFC 3986: all but the unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Services other than S3 encode the path, encoded as it is, once more. */
const canonicalPath = (path: string): string => path.split('/').map(encode).join('/');

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => ({ name: encode(name), value: encode(value) }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&');

const canonicalRequest = (
  { method, target, headers, body }: SignedRequest,
  signed: readonly string[],
): string => {
  const [path = '/', query = ''] = target.split(/\?(.*)/s);
  return [
    method,
    canonicalPath(path),
    canonicalQuery(query),
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    sha256(body),
  ].join('\n');
};

/** `20260113T100000Z` in epoch ms. */
const epochMs = (time: string): number =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** Whether a signature is what the secret makes of this request, and its time is not over. `now` in epoch ms. */
export const isValid = (
  request: SignedRequest,
  signature: Signature,
  secretAccessKey: string,
  now: number,
): boolean => {
  const { date, region, service, time, signedHeaders, expires } = signature;
  const age = now - epochMs(time);
  const inTime = age >= -LIFE_MS && age <= (expires === undefined ? LIFE_MS : expires * 1000);
  if (!inTime || !time.startsWith(date) || !signedHeaders.includes('host')) return false;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest(request, signedHeaders))].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Uint8Array>(
    hmac,
    `AWS4${secretAccessKey}`,
  );
  const expected = hmac(key, text);
  const given = Buffer.from(signature.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
};

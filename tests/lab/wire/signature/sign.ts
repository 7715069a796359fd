import { Sha256Node } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SignedRequest } from '../../../../lab/wire/signature/verify.ts';

/** The secret of AWS's own examples. */
export const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

/** When everything is signed, in epoch ms. */
export const signedAt = Date.parse('2026-01-13T10:00:00Z');

export interface Unsigned {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const signer = (service: string, secretAccessKey: string) =>
  new SignatureV4({
    service,
    region: 'us-east-1',
    credentials: { ...credentials, secretAccessKey },
    sha256: Sha256Node,
  });

const queryString = (query: Record<string, string | string[] | null>): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

const toSigned = (
  request: {
    method: string;
    path: string;
    query?: Record<string, string | string[] | null>;
    headers: Record<string, string>;
  },
  body: string,
): SignedRequest => ({
  method: request.method,
  target: request.path + queryString(request.query ?? {}),
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  body: Buffer.from(body),
});

const prepare = ({
  method = 'GET',
  host = 'example.com',
  path = '/',
  query = {},
  headers = {},
  body = '',
}: Unsigned) => ({
  ...{ method, hostname: host, protocol: 'https:', path, query, body },
  headers: { host, ...headers },
});

/** Signs as AWS's own library does, in the header. */
export const sign = async (
  unsigned: Unsigned,
  {
    service = 'execute-api',
    secretAccessKey = credentials.secretAccessKey,
    at = signedAt,
    /** Headers that the signature does not cover. */
    uncovered = [] as readonly string[],
  } = {},
): Promise<SignedRequest> => {
  const options = { signingDate: new Date(at), unsignableHeaders: new Set(uncovered) };
  const signed = await signer(service, secretAccessKey).sign(prepare(unsigned), options);
  return toSigned(signed as Parameters<typeof toSigned>[0], unsigned.body ?? '');
};

/** Signs as AWS's own library does, in the query, for `expiresIn` seconds. */
export const presign = async (unsigned: Unsigned, expiresIn: number): Promise<SignedRequest> => {
  const options = { signingDate: new Date(signedAt), expiresIn };
  const signed = await signer('execute-api', credentials.secretAccessKey).presign(prepare(unsigned), options);
  return toSigned(signed as Parameters<typeof toSigned>[0], unsigned.body ?? '');
};

import type { HttpRequest } from '../protocols/http.ts';

/** A signature as a request carries it (Signature Version 4), well-formed and not verified. */
export interface Signature {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** When it was signed: `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  /** In lower case, in the order given. */
  readonly signedHeaders: readonly string[];
  /** In hexadecimal. */
  readonly signature: string;
  /** Seconds for which a signature in the query is good; `undefined` for one in a header. */
  readonly expires?: number;
}

/** What is wrong with a signature's form, in AWS's words. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

const credentialOf = (text: string) => {
  const [accessKeyId = '', date = '', region = '', service = '', term] = text.split('/');
  if (text.split('/').length !== 5 || term !== 'aws4_request') {
    throw new Malformed(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
    );
  }
  return { accessKeyId, date, region, service };
};

/** `Credential=…, SignedHeaders=…, Signature=…`, in any order. */
const pairsOf = (text: string, header: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', value] = part.trim().split(/=(.*)/s);
      if (value !== undefined) return [name, value] as const;
      throw new Malformed(
        `'${part.trim()}' not a valid key=value pair (missing equal-sign) in Authorization header: '${header}'.`,
      );
    }),
  );

const fromHeader = (header: string, { headers }: HttpRequest): Signature => {
  const [algorithm, rest = ''] = header.split(/\s(.*)/s);
  const pairs = algorithm === ALGORITHM ? pairsOf(rest, header) : {};
  const { Credential, Signature: signature, SignedHeaders } = pairs;
  const time = headers['x-amz-date'];
  if (
    Credential === undefined ||
    signature === undefined ||
    SignedHeaders === undefined ||
    time === undefined
  ) {
    const missing = ['Credential', 'Signature', 'SignedHeaders']
      .filter((name) => pairs[name] === undefined)
      .map((name) => `Authorization header requires '${name}' parameter. `);
    const date = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    throw new Malformed(`${missing.join('')}${time === undefined ? date : ''}Authorization=${header}`);
  }
  return { ...credentialOf(Credential), time, signedHeaders: SignedHeaders.split(';'), signature };
};

const fromQuery = (query: HttpRequest['query']): Signature => {
  const parameter = (name: string): string => {
    const value = query[name];
    if (value !== undefined && value !== '') return value;
    throw new Malformed(`AWS query-string parameters must include '${name}'.`);
  };
  if (parameter('X-Amz-Algorithm') !== ALGORITHM) {
    throw new Malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  return {
    ...credentialOf(parameter('X-Amz-Credential')),
    time: parameter('X-Amz-Date'),
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    signature: parameter('X-Amz-Signature'),
    expires: Number(parameter('X-Amz-Expires')),
  };
};

/**
 * The signature of a request, in the `Authorization` header or in the query; `undefined` when it is not signed.
 * Source: IAM User Guide, "Elements of an AWS API request signature".
 *
 * @throws Malformed
 */
export const parseSignature = (request: HttpRequest): Signature | undefined => {
  const { authorization } = request.headers;
  if (authorization !== undefined) return fromHeader(authorization, request);
  return 'X-Amz-Signature' in request.query ? fromQuery(request.query) : undefined;
};

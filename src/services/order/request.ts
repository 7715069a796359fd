import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { isAmount } from '../../contracts/index.ts';
import type { OrderRequest } from './menu.ts';

/** A request that cannot be taken: an HTTP status, a code for programs, a sentence for people. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What of API Gateway's event, payload format 2.0, an order needs. */
export interface HttpRequest {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean;
  readonly pathParameters?: Readonly<Record<string, string | undefined>>;
  readonly requestContext?: {
    readonly authorizer?: { readonly iam?: { readonly userArn?: string | undefined } };
  };
}

const word = z.string().check(z.minLength(1), z.maxLength(64));

const body = z.strictObject({
  customerId: word,
  pizzaType: word,
  toppings: z.array(word).check(z.maxLength(20)),
  size: word,
  totalAmount: z.number().check(z.positive(), z.refine(isAmount)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});

const MAX_BODY_BYTES = 8 * 1024;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Reads the order out of the request's body. @throws Refused 400 or 413, naming each field at fault */
export const readOrder = (request: HttpRequest): OrderRequest => {
  const text = request.isBase64Encoded
    ? Buffer.from(request.body ?? '', 'base64').toString('utf8')
    : (request.body ?? '');
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
    throw new Refused(413, 'too-large', `the body has more than ${MAX_BODY_BYTES} bytes`);
  }
  const { data, error } = z.safeParse(body, parseJson(text));
  if (error) {
    throw new Refused(400, 'malformed', `not as expected: ${error.issues.flatMap(fieldsAt).join(', ')}`);
  }
  return data;
};

/** The fields that an issue is about; those that nobody asked for stand apart from its path. */
const fieldsAt = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'body'];

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'malformed', 'the body is not JSON');
  }
};

/** The client's Idempotency-Key. @throws Refused 400 without one */
export const readIdempotencyKey = (request: HttpRequest): string => {
  const headers = Object.entries(request.headers ?? {});
  const key = headers.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
  if (key === undefined || !KEY.test(key)) {
    const hint =
      'send the header Idempotency-Key, 1 to 255 visible ASCII characters, the same for a repetition';
    throw new Refused(400, 'idempotency-key', hint);
  }
  return key;
};

/** Account and role of the caller, without the session's name: a role's next session is the same caller. */
export const readCaller = (request: HttpRequest): string => {
  const arn = request.requestContext?.authorizer?.iam?.userArn;
  if (arn === undefined) throw new Refused(403, 'caller', 'the request is not signed');
  return arn.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, '$1');
};

/** The same caller and key name the same order. */
export const orderIdOf = (caller: string, idempotencyKey: string): string =>
  createHash('sha256')
    .update(JSON.stringify([caller, idempotencyKey]))
    .digest('hex')
    .slice(0, 20);

import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { describeIssues, isAmount } from '../../contracts/index.ts';
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

const texts = z.record(z.string(), z.optional(z.string()));

const httpRequest = z.object({
  headers: z.optional(texts),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
  pathParameters: z.optional(texts),
  requestContext: z.optional(
    z.object({
      authorizer: z.optional(z.object({ iam: z.optional(z.object({ userArn: z.optional(z.string()) })) })),
    }),
  ),
});

/** What of API Gateway's event, payload format 2.0, an order needs. */
export type HttpRequest = z.infer<typeof httpRequest>;

/** Reads what invoked the function, which may be a person. @throws Refused 400 for what no HTTP API sends */
export const readRequest = (event: unknown): HttpRequest => {
  const { data, error } = z.safeParse(httpRequest, event);
  if (error === undefined) return data;
  throw new Refused(400, 'malformed', `not a request of an HTTP API: ${describeIssues(error.issues)}`);
};

const WORD = 'a text of 1 to 64 characters';
const TOPPINGS = 'a list of at most 20 toppings';
const AMOUNT = 'a positive amount with at most two decimals';
const CURRENCY = 'three capital letters, as in GBP';

const word = z.string(WORD).check(z.minLength(1, WORD), z.maxLength(64, WORD));

/** The messages say what each field must be. */
const body = z.strictObject(
  {
    customerId: word,
    pizzaType: word,
    toppings: z.array(word, TOPPINGS).check(z.maxLength(20, TOPPINGS)),
    size: word,
    totalAmount: z.number(AMOUNT).check(z.refine((amount) => amount > 0 && isAmount(amount), AMOUNT)),
    currency: z.string(CURRENCY).check(z.regex(/^[A-Z]{3}$/, CURRENCY)),
  },
  'one order as an object',
);

const MAX_BODY_BYTES = 8 * 1024;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** As many faults as a message names. */
const MAX_FAULTS = 10;

/** Reads the order out of the request's body. @throws Refused 400 or 413, naming the fields at fault and the mend */
export const readOrder = (request: HttpRequest): OrderRequest => {
  const text = request.isBase64Encoded
    ? Buffer.from(request.body ?? '', 'base64').toString('utf8')
    : (request.body ?? '');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BODY_BYTES) {
    throw new Refused(413, 'too-large', `the body has ${bytes} bytes; send at most ${MAX_BODY_BYTES}`);
  }
  const { data, error } = z.safeParse(body, parseJson(text));
  if (error) {
    const faults = error.issues.flatMap(faultsIn);
    const more = faults.length > MAX_FAULTS ? [`and ${faults.length - MAX_FAULTS} more`] : [];
    throw new Refused(400, 'malformed', [...faults.slice(0, MAX_FAULTS), ...more].join('; '));
  }
  return data;
};

/** What is at fault, and what it must be; fields that nobody asked for stand apart from the issue's path. */
const faultsIn = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => `${key} is no field of an order: leave it out`)
    : [`${issue.path.join('.') || 'the body'} must be ${issue.message}`];

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'malformed', 'the body is not JSON; send one order as a JSON object');
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
  if (arn === undefined) {
    throw new Refused(403, 'caller', 'the request is not signed; sign it with AWS Signature Version 4');
  }
  return arn.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, '$1');
};

/** The same caller and key name the same order. */
export const orderIdOf = (caller: string, idempotencyKey: string): string =>
  createHash('sha256')
    .update(JSON.stringify([caller, idempotencyKey]))
    .digest('hex')
    .slice(0, 20);

import { cbor, tag } from '@smithy/core/cbor';
import { AwsError } from '../../kernel/aws-error.ts';
import type { HttpRequest } from './http.ts';
import type { Protocol } from './protocol.ts';
import { queryErrorHeader } from './query/codes.ts';

/** Members that are times, which CBOR tells from numbers; of CloudWatch's outputs. Source: its Smithy model. */
const TIMES = /(?:Timestamps?|LastModified)$/;

/** CBOR's tag of seconds since 1970. Source: RFC 8949, section 3.4.2. */
const EPOCH_SECONDS = 1;

const OPERATION = /^\/service\/\w+\/operation\/(\w+)$/;

const HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

const timed = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(timed) : tag({ tag: EPOCH_SECONDS, value });

/** The output with its times tagged, without the members that are not there. */
const tagged = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.map(([name, member]) => [name, TIMES.test(name) ? timed(member) : tagged(member)]),
  );
};

const isTime = (value: object): value is { readonly tag: number; readonly value: unknown } =>
  'tag' in value && value.tag === EPOCH_SECONDS && 'value' in value;

/** The input as JSON would have it: a time is its seconds. */
const untagged = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== 'object' || value === null) return value;
  if (isTime(value)) return Number(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, untagged(member)]));
};

const inputOf = ({ body }: HttpRequest): Record<string, unknown> => {
  if (body.length === 0) return {};
  try {
    return untagged(cbor.deserialize(body)) as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException', 'The body is not CBOR.');
  }
};

/**
 * Smithy RPC v2 CBOR: the operation in the path, the shapes as CBOR bodies. CloudWatch's newest clients speak it.
 * Source: Smithy, "Smithy RPC v2 CBOR protocol".
 */
export const rpcV2Cbor: Protocol = {
  decode: (request, service) => {
    const operation = OPERATION.exec(request.path)?.[1];
    if (operation !== undefined) return { service, operation, input: inputOf(request) };
    const message = `The lab does not support ${service}: ${request.method} ${request.path}.`;
    throw new AwsError('UnknownOperationException', message);
  },
  encode: (output) => ({ status: 200, headers: HEADERS, body: cbor.serialize(tagged(output ?? {})) }),
  encodeError: (error, service) => {
    const { code, message, status, members } = error;
    return {
      status,
      headers: { ...HEADERS, 'x-amzn-errortype': code, ...queryErrorHeader(service, error) },
      body: cbor.serialize(tagged({ __type: code, message, ...members })),
    };
  },
};

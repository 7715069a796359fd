import { AwsError } from '../../kernel/aws-error.ts';
import { awsJson } from './aws-json.ts';
import type { HttpRequest } from './http.ts';
import type { Protocol } from './protocol.ts';
import { query } from './query.ts';
import { lambdaRoutes } from './rest/lambda.ts';
import { xrayRoutes } from './rest/xray.ts';
import { restJson } from './rest-json.ts';
import { rpcV2Cbor } from './rpc-v2-cbor.ts';
import { s3 } from './s3.ts';

/** The protocol that each service speaks; AWS JSON where it is not named. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  cloudformation: query,
  lambda: restJson(lambdaRoutes),
  s3,
  sns: query,
  sts: query,
  xray: restJson(xrayRoutes),
};

/** Services that speak Smithy RPC v2 CBOR too. */
const ALSO_CBOR = new Set(['monitoring']);

const isForm = ({ headers }: HttpRequest): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

/** A protocol that AWS has for a service and the lab has not: an error in that protocol's own shape. */
const CBOR_REFUSED: Protocol = {
  ...awsJson,
  decode: (_request, service) => {
    const message = `The lab does not support ${service} by Smithy RPC v2 CBOR, only by AWS JSON.`;
    throw new AwsError('UnsupportedProtocol', message);
  },
};

/** The protocol of a request to a service, which may be unknown: what it answers errors in, at least. */
export const protocolOf = (service: string, request: HttpRequest): Protocol => {
  const spoken = PROTOCOLS[service];
  if (spoken !== undefined) return spoken;
  if (isForm(request)) return query;
  if (request.headers['smithy-protocol'] === undefined) return awsJson;
  return ALSO_CBOR.has(service) ? rpcV2Cbor : CBOR_REFUSED;
};

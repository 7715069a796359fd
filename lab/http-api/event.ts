import { account } from '../kernel/account.ts';
import type { HttpRequest, Identity } from './http-message.ts';

/** What API Gateway knows of a request beside the request itself. */
export interface RequestContext {
  readonly routeKey: string;
  readonly stage: string;
  /** Set when the route is authorized by IAM. */
  readonly identity: Identity | undefined;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** `Root=…`: HTTP APIs do not trace, but they hand a header of their own to the function. */
  readonly traceId: string;
  /** Epoch ms. */
  readonly now: number;
}

/** The lab serves on the loopback only. */
const SOURCE_IP = '127.0.0.1';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TEXT_TYPE = /^(text\/|application\/([\w.-]+\+)?(json|xml)\b|application\/javascript\b)/;

export const domainNameOf = (apiId: string): string =>
  `${apiId}.execute-api.${account.region}.${account.urlSuffix}`;

/** Common Log Format: `12/Mar/2020:19:03:58 +0000`. */
const clfTime = (epochMs: number): string => {
  const [, year, month, day, time] =
    /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(new Date(epochMs).toISOString()) ?? [];
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
};

/** Lower-case names; duplicates combined with commas. */
const headersOf = ({ headers = {} }: HttpRequest): Record<string, string> => {
  const combined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    combined[key] = [combined[key] ?? [], value].flat().join(',');
  }
  return combined;
};

const queryOf = (rawQueryString: string): Record<string, string> => {
  const parameters = new URLSearchParams(rawQueryString);
  return Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name).join(',')]));
};

/** Text goes as it is; what its content type does not call text, or is none, goes in base64. */
const bodyOf = (body: HttpRequest['body'], contentType: string | undefined) => {
  if (body === undefined || body.length === 0) return { isBase64Encoded: false };
  const bytes = Buffer.from(body);
  const isText = contentType === undefined ? typeof body === 'string' : TEXT_TYPE.test(contentType);
  return { body: bytes.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};

const unlessEmpty = <T extends object>(name: string, members: T): Record<string, T> =>
  Object.keys(members).length === 0 ? {} : { [name]: members };

/**
 * The event for the function, payload format 2.0. Fields without content are absent.
 * Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
export const toEvent = (request: HttpRequest, context: RequestContext): Record<string, unknown> => {
  const { routeKey, stage, identity, pathParameters, requestId, now } = context;
  const [rawPath = '', rawQueryString = ''] = request.path.split(/\?(.*)/s);
  const { cookie, ...sent } = headersOf(request);
  const domainName = domainNameOf(request.apiId);
  const { body, isBase64Encoded } = bodyOf(request.body, sent['content-type']);
  const headers = {
    ...sent,
    'content-length': String(Buffer.byteLength(request.body ?? '')),
    host: domainName,
    'x-amzn-trace-id': context.traceId,
    'x-forwarded-for': [sent['x-forwarded-for'] ?? [], SOURCE_IP].flat().join(', '),
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  };
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/[;,]\s*/) }),
    headers,
    ...unlessEmpty('queryStringParameters', queryOf(rawQueryString)),
    requestContext: {
      accountId: account.accountId,
      apiId: request.apiId,
      ...(identity && { authorizer: { iam: { ...identity, cognitoIdentity: null, principalOrgId: null } } }),
      domainName,
      domainPrefix: request.apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: SOURCE_IP,
        userAgent: sent['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage,
      time: clfTime(now),
      timeEpoch: now,
    },
    ...unlessEmpty('pathParameters', pathParameters),
    ...(body !== undefined && { body }),
    isBase64Encoded,
  };
};

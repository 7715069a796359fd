import { isRecord, type Properties } from '../template/properties.ts';
import type { HttpResponse } from './http-message.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** An answer that sets its status itself; `undefined` when it is malformed. */
const explicitResponse = (answer: Properties): HttpResponse | undefined => {
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = answer;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (!isRecord(headers) || !Object.values(headers).every(isScalar)) return undefined;
  if (!Array.isArray(cookies) || !cookies.every(isText)) return undefined;
  if (!isText(body) || typeof isBase64Encoded !== 'boolean') return undefined;
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    statusCode: status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(named),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
};

/**
 * The response that a function's answer stands for: one with a `statusCode` says it all; any other JSON is the
 * body of a 200. `undefined` when the answer is malformed.
 * Source: API Gateway Developer Guide, "Lambda function response for format 2.0".
 */
export const toResponse = (answer: unknown): HttpResponse | undefined =>
  isRecord(answer) && answer.statusCode !== undefined
    ? explicitResponse(answer)
    : {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: isText(answer) ? answer : JSON.stringify(answer ?? null),
      };

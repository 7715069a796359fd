import { AwsError } from '../../kernel/aws-error.ts';
import { bodyText } from './http.ts';
import type { Protocol } from './protocol.ts';

/** Input of `lambda:Invoke`; the payload is JSON text. */
export interface InvokeInput {
  /** Name, ARN or partial ARN. */
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: string;
  readonly LogType?: string;
  readonly Payload?: string;
}

/** Output of `lambda:Invoke`; the payload is JSON text, the log in base64. */
export interface InvokeOutput {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly ExecutedVersion?: string;
  readonly Payload?: string;
}

const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;

const present = (entries: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** REST JSON as Lambda speaks it. Source: Lambda API reference, "Invoke". */
export const lambdaRest: Protocol = {
  decode: (request) => {
    const name = INVOCATIONS.exec(request.path)?.[1];
    if (name === undefined || request.method !== 'POST') {
      const message = `The lab does not support ${request.method} ${request.path}.`;
      throw new AwsError('UnknownOperationException', message, { status: 404 });
    }
    const input = present({
      FunctionName: decodeURIComponent(name),
      Qualifier: request.query.Qualifier,
      InvocationType: request.headers['x-amz-invocation-type'],
      LogType: request.headers['x-amz-log-type'],
      Payload: bodyText(request),
    });
    return { service: 'lambda', operation: 'Invoke', input };
  },
  encode: (output) => {
    const answer = output as InvokeOutput;
    return {
      status: answer.StatusCode,
      headers: present({
        'content-type': 'application/json',
        'x-amz-function-error': answer.FunctionError,
        'x-amz-log-result': answer.LogResult,
        'x-amz-executed-version': answer.ExecutedVersion,
      }),
      body: answer.Payload ?? '',
    };
  },
  encodeError: ({ code, message, status, members }) => ({
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ ...members, Message: message }),
  }),
};

import { AwsError } from '../../kernel/aws-error.ts';
import { bodyText } from './http.ts';
import { parseMembers } from './json-text.ts';
import type { Protocol } from './protocol.ts';
import { queryErrorHeader } from './query/codes.ts';

/** Version of the protocol by service; the others speak 1.1. */
const VERSIONS: Readonly<Record<string, string>> = {
  dynamodb: '1.0',
  monitoring: '1.0',
  sqs: '1.0',
  states: '1.0',
  'streams.dynamodb': '1.0',
};

/** The namespaces that stand before the code in `__type`, where the service sends one. */
const NAMESPACES: Readonly<Record<string, string>> = {
  dynamodb: 'com.amazonaws.dynamodb.v20120810#',
  sqs: 'com.amazonaws.sqs#',
  'streams.dynamodb': 'com.amazonaws.dynamodb.v20120810#',
};

const contentType = (service: string): string => `application/x-amz-json-${VERSIONS[service] ?? '1.1'}`;

/**
 * AWS JSON 1.0 and 1.1: the operation in `x-amz-target`, the shapes as JSON bodies.
 * Source: Smithy, "AWS JSON 1.0 protocol".
 */
export const awsJson: Protocol = {
  decode: (request, service) => {
    const operation = request.headers['x-amz-target']?.split('.').at(-1);
    if (operation === undefined) {
      const message = `The lab does not support ${service}: ${request.method} ${request.path}.`;
      throw new AwsError('UnknownOperationException', message);
    }
    return { service, operation, input: parseMembers(bodyText(request)) };
  },
  encode: (output, { service }) => ({
    status: 200,
    headers: { 'content-type': contentType(service) },
    body: JSON.stringify(output ?? {}),
  }),
  encodeError: (error, service) => {
    const { code, message, status, members } = error;
    return {
      status,
      headers: {
        'content-type': contentType(service),
        'x-amzn-errortype': code,
        ...queryErrorHeader(service, error),
      },
      body: JSON.stringify({ __type: `${NAMESPACES[service] ?? ''}${code}`, message, ...members }),
    };
  },
};

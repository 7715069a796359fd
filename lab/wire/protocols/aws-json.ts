import { AwsError } from '../../kernel/aws-error.ts';
import { bodyText } from './http.ts';
import { parseMembers } from './json-text.ts';
import type { Protocol } from './protocol.ts';

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

/** SQS once spoke the query protocol, and its clients still learn the codes of that time from a header. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  QueueNameExists: 'QueueAlreadyExists',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

const contentType = (service: string): string => `application/x-amz-json-${VERSIONS[service] ?? '1.1'}`;

/**
 * AWS JSON 1.0 and 1.1: the operation in `x-amz-target`, the shapes as JSON bodies.
 * Source: Smithy, "AWS JSON 1.0 protocol" and "AWS Query compatible trait".
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
  encodeError: ({ code, message, status, members }, service) => {
    const fault = status < 500 ? 'Sender' : 'Receiver';
    return {
      status,
      headers: {
        'content-type': contentType(service),
        'x-amzn-errortype': code,
        ...(service === 'sqs' && { 'x-amzn-query-error': `${QUERY_CODES[code] ?? code};${fault}` }),
      },
      body: JSON.stringify({ __type: `${NAMESPACES[service] ?? ''}${code}`, message, ...members }),
    };
  },
};

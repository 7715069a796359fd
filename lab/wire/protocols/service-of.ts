import { AwsError } from '../../kernel/aws-error.ts';
import type { HttpRequest } from './http.ts';

/** Labels of endpoints that are not the service's signing name: `<account>.ddb.<region>.amazonaws.com`. */
const HOST_LABELS: Readonly<Record<string, string>> = { ddb: 'dynamodb' };

const HEADER_SCOPE = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/;
const QUERY_SCOPE = /\/\d{8}\/[^/]+\/([^/]+)\/aws4_request$/;

/** What stands before the operation in `x-amz-target`, for the services that the lab has. */
const TARGETS: Readonly<Record<string, string>> = {
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  AmazonSQS: 'sqs',
  DynamoDBStreams_20120810: 'streams.dynamodb',
  DynamoDB_20120810: 'dynamodb',
  GraniteServiceVersion20100801: 'monitoring',
  Logs_20140328: 'logs',
};

const fromTarget = (target: string | undefined): string | undefined =>
  target === undefined ? undefined : TARGETS[target.slice(0, target.lastIndexOf('.'))];

const fromHost = (host: string): string | undefined => {
  const labels = host.split('.');
  const first = labels[0] ?? '';
  if (!host.includes('.amazonaws.com')) return undefined;
  // A bucket may be the name of an endpoint: `<bucket>.s3.<region>.amazonaws.com`.
  if (labels.indexOf('s3') > 0) return 's3';
  return /^\d{12}$/.test(first) ? HOST_LABELS[labels[1] ?? ''] : first;
};

/** Of the services that the lab has, only S3 ever took signatures of Version 2 in URLs. */
const fromVersion2 = (query: HttpRequest['query']): string | undefined =>
  query.AWSAccessKeyId === undefined ? undefined : 's3';

/**
 * Which service a request is for, by its id in the lab. The target names it, where the protocol has one; otherwise
 * the scope of the signature (Signature Version 4, in a header or in the query), and otherwise the endpoint's host.
 */
export const serviceOf = ({ headers, query }: HttpRequest): string => {
  const service =
    fromTarget(headers['x-amz-target']) ??
    HEADER_SCOPE.exec(headers.authorization ?? '')?.[1] ??
    QUERY_SCOPE.exec(query['X-Amz-Credential'] ?? '')?.[1] ??
    fromVersion2(query) ??
    fromHost(headers.host ?? '');
  if (service !== undefined) return service;
  throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 });
};

import { AwsError } from '../../kernel/aws-error.ts';
import type { HttpRequest } from './http.ts';

/** The second label of an account's own DynamoDB endpoint: `<account>.ddb.<region>.amazonaws.com`. */
const HOST_LABELS: Readonly<Record<string, string>> = { ddb: 'dynamodb' };

const CREDENTIAL_SCOPE = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/;

const fromHost = (host: string): string | undefined => {
  const labels = host.split('.');
  const first = labels[0] ?? '';
  if (!host.includes('.amazonaws.com')) return undefined;
  return /^\d{12}$/.test(first) ? HOST_LABELS[labels[1] ?? ''] : first;
};

/**
 * Which service a request is for: the signature's scope names it (Signature Version 4), and otherwise the
 * endpoint's host.
 */
export const serviceOf = ({ headers }: HttpRequest): string => {
  const service = CREDENTIAL_SCOPE.exec(headers.authorization ?? '')?.[1] ?? fromHost(headers.host ?? '');
  if (service !== undefined) return service;
  throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 });
};

import { account } from '../../kernel/account.ts';
import { AwsError } from '../../kernel/aws-error.ts';
import type { HttpRequest } from '../protocols/http.ts';
import { Malformed, parseSignature, type Signature } from './parse.ts';

type Refusal = 'missing' | 'incomplete' | 'scope';

/** Code and status by how a service speaks. Source: the services' API references, "Common errors". */
const CODES: Readonly<Record<'json' | 'query' | 's3', Readonly<Record<Refusal, readonly [string, number]>>>> =
  {
    json: {
      missing: ['MissingAuthenticationTokenException', 403],
      incomplete: ['IncompleteSignatureException', 403],
      scope: ['InvalidSignatureException', 403],
    },
    query: {
      missing: ['MissingAuthenticationToken', 403],
      incomplete: ['IncompleteSignature', 403],
      scope: ['SignatureDoesNotMatch', 403],
    },
    s3: {
      missing: ['AccessDenied', 403],
      incomplete: ['AuthorizationHeaderMalformed', 400],
      scope: ['AuthorizationHeaderMalformed', 400],
    },
  };

const QUERY_SERVICES = new Set(['cloudformation', 'iam', 'sns', 'sts']);

const refusal = (service: string, kind: Refusal, message: string): AwsError => {
  const codes = service === 's3' ? CODES.s3 : QUERY_SERVICES.has(service) ? CODES.query : CODES.json;
  const [code, status] = codes[kind];
  // DynamoDB answers 400 whatever is wrong.
  return new AwsError(code, message, { status: service.endsWith('dynamodb') ? 400 : status });
};

const signatureOf = (request: HttpRequest, service: string): Signature => {
  let signature: Signature | undefined;
  try {
    signature = parseSignature(request);
  } catch (error) {
    if (error instanceof Malformed) throw refusal(service, 'incomplete', error.message);
    throw error;
  }
  if (signature !== undefined) return signature;
  if (request.query.AWSAccessKeyId !== undefined) {
    const message =
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
    throw new AwsError('InvalidRequest', message);
  }
  throw refusal(service, 'missing', service === 's3' ? 'Access Denied' : 'Missing Authentication Token');
};

/**
 * Lets a request in that is signed for the lab's region, whoever signed it: the lab knows nobody's secrets.
 *
 * @throws AwsError for an unsigned request, a signature that is malformed, or one for another region
 */
export const admitSigned = (request: HttpRequest, service: string): void => {
  const { region } = signatureOf(request, service);
  if (region === account.region) return;
  const message = `Credential should be scoped to a valid region, not '${region}': the lab is ${account.region}.`;
  throw refusal(service, 'scope', message);
};

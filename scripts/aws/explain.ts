import { Failure, UsageError } from '../cli/command.ts';

/** What an error of the SDK or of a service may have. */
interface AwsFailure extends Error {
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly attempts?: number };
}

const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);

const BAD_CREDENTIALS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']);

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Codes of Node's sockets and resolver, and the SDK's own when the time is up. */
const UNREACHABLE =
  /^(EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPIPE|EPROTO|ETIMEDOUT|TimeoutError|(ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_\w+)$/;

const withoutPeriod = (message: string): string => message.trim().replace(/\.$/, '');

const endpoint = (): string => process.env.AWS_ENDPOINT_URL ?? 'AWS';

/**
 * Says in a sentence why AWS did not do what was asked; undefined for what is no such error, and so a defect of ours.
 */
export const explain = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { name, message, code, $fault, $metadata } = error as AwsFailure;
  const said = withoutPeriod(message);
  if (message === 'Region is missing') {
    return 'no region: give --region, or set AWS_REGION; sls deploys to us-east-1 unless it is told otherwise';
  }
  if (message.startsWith('Region not accepted')) return `AWS_REGION is no region: ${said}`;
  if (code === 'ERR_INVALID_URL') return `AWS_ENDPOINT_URL is "${endpoint()}", which is no URL`;
  if (NO_CREDENTIALS.has(name)) {
    return `no credentials: ${said}; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`;
  }
  if (BAD_CREDENTIALS.has(name)) return `AWS does not accept the credentials: ${said}`;
  if (DENIED.has(name)) return `access denied: ${said}`;
  if (THROTTLED.has(name)) {
    return `throttled, after ${$metadata?.attempts ?? 1} attempts: ${said}; try again later`;
  }
  if (UNREACHABLE.test(String(code ?? name)) || UNREACHABLE.test(name)) {
    return `${endpoint()} cannot be reached: ${said === '' ? String(code ?? name) : said}`;
  }
  return $fault === undefined ? undefined : `${name}: ${said}`;
};

/**
 * Lets a command talk to AWS.
 *
 * @throws Failure with a sentence, for what AWS did not do; anything else as it came
 */
export const onAws = async <T>(command: () => Promise<T>): Promise<T> => {
  try {
    return await command();
  } catch (error) {
    if (error instanceof Failure || error instanceof UsageError) throw error;
    const sentence = explain(error);
    throw sentence === undefined ? error : new Failure(sentence, { cause: error });
  }
};

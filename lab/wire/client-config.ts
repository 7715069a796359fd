import { account } from '../kernel/account.ts';
import type { Caller } from '../kernel/service.ts';
import type { Dispatch } from './dispatch.ts';
import { requestHandler } from './request-handler.ts';

/**
 * Configuration for AWS SDK v3 clients in the lab's own process, which call under the name of `caller`. It leaves
 * nothing for the SDK to look up on this machine, and nothing to retry: reading files, and waiting between attempts,
 * takes real time, for which virtual time does not wait.
 */
export const clientConfig = (dispatch: Dispatch, caller: Caller) => ({
  region: account.region,
  credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' },
  requestHandler: requestHandler(dispatch, caller),
  endpoint: 'https://lab.invalid',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  accountIdEndpointMode: 'disabled' as const,
  authSchemePreference: [],
  disableClockSkewCorrection: true,
  disableRequestCompression: true,
  requestMinCompressionSizeBytes: 0,
  userAgentAppId: 'lab',
  retryMode: 'standard',
  maxAttempts: 1,
});

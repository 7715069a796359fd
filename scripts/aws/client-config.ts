import { UsageError } from '../cli/command.ts';

/** `eu-west-2`, `us-gov-east-1`, `ap-southeast-5` */
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** Nobody waits for minutes before hearing that nobody answers. */
const CONNECTION_TIMEOUT_MS = 5_000;

/**
 * Configuration for any SDK client. What is not given here the SDK finds for itself, as any AWS tool does:
 * credentials, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL.
 *
 * @throws UsageError for what can be no region
 */
export const clientConfig = (region: string | undefined) => {
  if (region !== undefined && !REGION.test(region)) {
    throw new UsageError(`--region is "${region}"; a region is written as eu-west-2`);
  }
  return {
    ...(region !== undefined && { region }),
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS },
  };
};

/**
 * What the SDK and the tracer import and no function here uses. It stands in for their packages by `alias` in
 * serverless.yml, and says so should anybody come to need one after all.
 */
const leftOut = (what: string) => (): never => {
  throw new Error(`${what} is left out of the bundles; see custom.esbuild.alias in serverless.yml`);
};

/** `@aws-sdk/credential-provider-node`: settings.ts takes the credentials from the environment. */
export const defaultProvider = leftOut("the SDK's credential chain");

/** `@smithy/core/event-streams`: no command here streams. */
export const eventStreamSerdeProvider = leftOut('the event stream codec');
export const EventStreamSerde = leftOut('the event stream codec');
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

/** `@aws-sdk/endpoint-cache`: DynamoDB's client makes one, and no command of it discovers endpoints. */
export class EndpointCache {}

/** `semver`: X-Ray compares the version of an AWS SDK 2 with it. */
export const gte = leftOut('semver');

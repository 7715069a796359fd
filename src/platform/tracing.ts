import { Tracer } from '@aws-lambda-powertools/tracer';

const tracer = new Tracer({ serviceName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'pizza-two-ways' });

/** The X-Ray trace header in force, as Lambda sets it for every invocation. */
export const traceHeader = (): string | undefined => process.env._X_AMZN_TRACE_ID;

/** Makes a client's calls subsegments of the trace. */
export const traced = <Client>(client: Client): Client => tracer.captureAWSv3Client(client);

/** Finds the order's traces by its id, in both patterns. */
export const annotateOrder = (orderId: string): void => tracer.putAnnotation('orderId', orderId);

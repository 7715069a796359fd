import { Tracer } from '@aws-lambda-powertools/tracer';
import xray from 'aws-xray-sdk-core';

const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'pizza-two-ways';
const tracer = new Tracer({ serviceName: functionName });

/** The X-Ray trace header in force, as Lambda sets it for every invocation. */
export const traceHeader = (): string | undefined => process.env._X_AMZN_TRACE_ID;

/** Makes a client's calls subsegments of the trace. */
export const traced = <Client>(client: Client): Client => tracer.captureAWSv3Client(client);

const isSampled = (header: string | undefined): header is string =>
  tracer.isTracingEnabled() && (header?.includes('Sampled=1') ?? false);

/**
 * Does something about an order, as a subsegment with the order's id, by which its traces are found, and with the type
 * of the fact that came of it; the calls made for it stand inside. The segment itself is Lambda's, and takes no
 * annotations.
 */
export const aboutOrder = async <T>(
  orderId: string,
  name: string,
  act: () => Promise<T>,
  factOf: (result: T) => string | undefined,
): Promise<T> => {
  if (!isSampled(traceHeader())) return act();
  return tracer.provider.captureAsyncFunc(name, async (subsegment) => {
    subsegment?.addAnnotation('orderId', orderId);
    try {
      const result = await act();
      const fact = factOf(result);
      if (fact !== undefined) subsegment?.addAnnotation('fact', fact);
      return result;
    } catch (error) {
      subsegment?.addError(error as Error);
      throw error;
    } finally {
      subsegment?.close();
    }
  }) as Promise<T>;
};

/** A call made in another trace than the function's own. */
export interface Hop {
  /** What the call is to carry on. */
  readonly header: string | undefined;
  /** The call has been answered. */
  end(): void;
}

/**
 * Takes up an order's trace again. A stream carries none, so that its function has a trace of its own; the header in
 * the row brings the order's along. In that trace the function gets a segment, with the event that it is about and its
 * call of a service.
 */
export const resumeTrace = (
  header: string | undefined,
  { orderId, event }: { readonly orderId: string; readonly event: string },
  { service, operation }: { readonly service: string; readonly operation: string },
): Hop => {
  if (!isSampled(header)) return { header, end: () => {} };
  const { root, parent } = xray.utils.processTraceData(header);
  const segment = new xray.Segment(functionName, root, parent);
  segment.origin = 'AWS::Lambda::Function';
  segment.addAnnotation('orderId', orderId);
  segment.addAnnotation('event', event);
  const call = segment.addNewSubsegment(service);
  call.addAttribute('namespace', 'aws');
  call.addAttribute('aws', { operation });
  return {
    header: `Root=${root};Parent=${call.id};Sampled=1`,
    end: () => {
      call.close();
      segment.close();
    },
  };
};

/**
 * A middleware that sends a command under a trace that is not the function's own. The clients put the function's into
 * the HTTP header, which some services prefer to what the request says:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const underTrace =
  (header: string) =>
  <Args extends { readonly request: unknown }, Output>(next: (args: Args) => Promise<Output>) =>
  (args: Args): Promise<Output> => {
    const { headers } = args.request as { headers: Record<string, string> };
    headers['X-Amzn-Trace-Id'] = header;
    return next(args);
  };

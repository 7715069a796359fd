import type { Clock } from '../kernel/clock.ts';
import type { Traces } from '../kernel/ports.ts';
import type { Caller } from '../kernel/service.ts';
import { readTraceHeader, traceHeader } from '../kernel/trace-header.ts';
import type { LambdaFunction } from './functions.ts';
import type { Failure } from './runtime/failure.ts';

/** A request whose trace is sampled. */
export interface TracedRequest {
  readonly traceId: string;
  /** Id of Lambda's own segment, one for all attempts. */
  readonly segmentId: string;
  readonly parentId: string | undefined;
  /** Epoch ms. */
  readonly acceptedAt: number;
  /** Headers of the traces that this one is linked to: those of the messages of a batch. */
  readonly linked: readonly string[];
}

/** How an attempt went; times in epoch ms. */
interface Ran {
  readonly requestId: string;
  /** When the environment was asked for, if it had to be made. */
  readonly initFrom: number | undefined;
  readonly startedAt: number;
  readonly failure: Failure | undefined;
}

/** One run of the function for a traced request. */
export interface TracedAttempt {
  /** What the function finds in `_X_AMZN_TRACE_ID`: its subsegments belong into the invocation. */
  readonly header: string;
  end(ran: Ran): void;
}

export interface Tracing {
  /** Takes a request into the trace that its header names, or into a new one. */
  accept(
    fn: LambdaFunction,
    header: string | undefined,
    linked: () => readonly string[],
  ): { readonly traceHeader: string; readonly traced?: TracedRequest };
  attempt(fn: LambdaFunction, request: TracedRequest): TracedAttempt;
  /** The X-Ray daemon beside a function: takes what the function sends it, and uploads it under the function's role. */
  receive(caller: Caller, datagram: Buffer): void;
}

/** Source: X-Ray developer guide, "X-Ray quotas" and PutTraceSegments. */
const MAX_LINKS = 20;
const MAX_DOCUMENTS = 50;

const LAMBDA: Caller = { name: 'service:lambda' };

const seconds = (ms: number): number => ms / 1000;

/** `{"format":"json","version":1}`, a line's end, and the document. Source: X-Ray developer guide, "Sending segment documents to the X-Ray daemon". */
const documentIn = (datagram: Buffer): string => {
  const text = datagram.toString();
  return text.slice(text.indexOf('\n') + 1);
};

const linkTo = (header: string) => {
  const read = readTraceHeader(header);
  if (read?.sampled !== true) return [];
  const attributes = { 'aws.xray.reserved.reference_type': 'parent' };
  return [{ trace_id: read.root, id: read.parent, attributes }];
};

/**
 * The two segments of an invocation: Lambda's own, and the function's with its phases. Source: Lambda developer guide,
 * "Visualize Lambda function invocations using AWS X-Ray".
 */
export const createTracing = (ports: { clock: Clock; traces: Traces | undefined }): Tracing =>
  ports.traces === undefined ? untraced : createTraced({ ...ports, traces: ports.traces });

const createTraced = ({ clock, traces }: { clock: Clock; traces: Traces }): Tracing => {
  /** What the daemons have taken and not yet uploaded, by the function's name. */
  const taken = new Map<string, { readonly caller: Caller; readonly documents: string[] }>();

  const upload = (): void => {
    const all = [...taken.values()];
    taken.clear();
    for (const { caller, documents } of all) {
      while (documents.length > 0) traces.put(documents.splice(0, MAX_DOCUMENTS), caller);
    }
  };

  const take = (caller: Caller, document: string): void => {
    // Whatever comes within the same moment goes together.
    if (taken.size === 0) clock.after(0, upload);
    const known = taken.get(caller.name) ?? { caller, documents: [] };
    taken.set(caller.name, known);
    known.documents.push(document);
  };

  const failed = (failure: Failure | undefined) => {
    if (failure === undefined) return {};
    const { errorType: type, errorMessage: message } = failure;
    return { fault: true, cause: { exceptions: [{ id: traces.newId(), type, message }] } };
  };

  return {
    accept: (fn, header, linked) => {
      const { header: onward, sampled } = traces.join(header, fn.tracing === 'Active' ? fn.name : undefined);
      if (sampled === undefined) return { traceHeader: onward };
      const traced = { ...sampled, segmentId: traces.newId(), acceptedAt: clock.now(), linked: linked() };
      return { traceHeader: onward, traced };
    },
    attempt: (fn, { traceId, segmentId, parentId, acceptedAt, linked }) => {
      const functionId = traces.newId();
      const invocationId = traces.newId();
      return {
        header: traceHeader(traceId, invocationId, true),
        end: ({ requestId, initFrom, startedAt, failure }) => {
          const end_time = seconds(clock.now());
          const links = linked.flatMap(linkTo).slice(0, MAX_LINKS);
          const common = {
            trace_id: traceId,
            name: fn.name,
            end_time,
            resource_arn: fn.arn,
            aws: { request_id: requestId, function_arn: fn.arn },
            ...(failure !== undefined && { fault: true }),
          };
          const phase = (name: string, from: number, to: number) => ({
            id: traces.newId(),
            name,
            start_time: seconds(from),
            end_time: seconds(to),
          });
          const service = {
            ...common,
            id: segmentId,
            ...(parentId !== undefined && { parent_id: parentId }),
            start_time: seconds(acceptedAt),
            origin: 'AWS::Lambda',
            http: { response: { status: 200 } },
            ...(links.length > 0 && { links }),
          };
          const invocation = {
            ...phase('Invocation', startedAt, clock.now()),
            id: invocationId,
            ...failed(failure),
          };
          const init = initFrom === undefined ? [] : [phase('Initialization', initFrom, startedAt)];
          const overhead = phase('Overhead', clock.now(), clock.now());
          const run = {
            ...common,
            id: functionId,
            parent_id: segmentId,
            start_time: seconds(initFrom ?? startedAt),
            origin: 'AWS::Lambda::Function',
            subsegments: [...init, invocation, overhead],
          };
          traces.put([JSON.stringify(service)], LAMBDA);
          take(callerOf(fn), JSON.stringify(run));
        },
      };
    },
    receive: (caller, datagram) => take(caller, documentIn(datagram)),
  };
};

/** Where nothing is traced, a header that says so. */
const UNTRACED = traceHeader('1-00000000-000000000000000000000000', '0000000000000000', false);

const untraced: Tracing = {
  accept: (_fn, header = UNTRACED) => ({ traceHeader: header }),
  attempt: () => {
    throw new Error('a request was traced that could not be');
  },
  receive: () => {},
};

const callerOf = ({ name, roleArn }: LambdaFunction): Caller => ({
  name: `function:${name}`,
  ...(roleArn !== undefined && { roleArn }),
});

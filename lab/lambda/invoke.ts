import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import type { FaultError } from '../kernel/point.ts';
import type { InvokeResult, Logs, Metrics } from '../kernel/ports.ts';
import type { Meter } from '../meter/meter.ts';
import type { Dispatch } from '../wire/dispatch.ts';
import { admit } from './concurrency.ts';
import type { LambdaFunction, Registry } from './functions.ts';
import { functionMetrics } from './metrics.ts';
import { createEnvironment, type Environment, type Outcome } from './runtime/environment.ts';
import { endsEnvironment, type Failure } from './runtime/failure.ts';
import { billedMs, endLine, errorLine, reportLine, startLine, timeoutLine } from './runtime/report.ts';
import { variablesOf } from './runtime/variables.ts';

/** Sees a datagram a function sent, with the function's name and the id of the running request. */
export type FunctionDatagramObserver = (datagram: {
  readonly functionName: string;
  readonly requestId: string | undefined;
  readonly message: Buffer;
}) => void;

export interface InvokerOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly logs: Logs;
  readonly metrics?: Metrics | undefined;
  readonly dispatch: Dispatch;
  readonly registry: Registry;
  /** Milliseconds of computing billed for each invocation, besides the time it waits for services. */
  readonly computeMs: number;
  readonly onDatagram?: FunctionDatagramObserver | undefined;
}

export interface RunRequest {
  readonly requestId: string;
  readonly payload: unknown;
  readonly source: string;
  readonly traceHeader: string;
}

export interface RunResult extends InvokeResult {
  /** The lines the invocation logged. */
  readonly log: readonly string[];
}

/** Runs a function once. Rejects with TooManyRequestsException; a failing function is an answer. */
export type Invoker = (fn: LambdaFunction, request: RunRequest) => Promise<RunResult>;

/** Largest payload of a synchronous invocation. Source: Lambda quotas. */
const MAX_PAYLOAD_BYTES = 6_291_456;

const struck = ({ name, message }: FaultError): Outcome => ({
  kind: 'failed',
  failure: { errorType: name, errorMessage: message, trace: [] },
});

const serialise = (payload: unknown): string => {
  const text = JSON.stringify(payload === undefined ? {} : payload);
  if (Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES) return text;
  const message = `Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation`;
  throw new AwsError('RequestTooLargeException', message, { status: 413, members: { Type: 'User' } });
};

export const createInvoker = (options: InvokerOptions): Invoker => {
  const { kernel, meter, logs, dispatch, registry, computeMs, onDatagram } = options;
  const { clock } = kernel;
  const measure = functionMetrics(options.metrics);
  const time = (): string => new Date(clock.now()).toISOString();
  /** The lines of the invocations under way, by log stream. */
  const logging = new Map<string, { requestId: string; lines: string[] }>();

  const write = (fn: LambdaFunction, logStream: string, message: string): void => {
    logs.write(fn.deployment.logGroup, logStream, message);
    logging.get(logStream)?.lines.push(message);
  };

  const create = (fn: LambdaFunction): Environment => {
    const random = kernel.random.fork(`environment:${fn.name}:${fn.created++}`);
    const day = time().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[$LATEST]${Buffer.from(random.bytes(16)).toString('hex')}`;
    const caller = { name: `function:${fn.name}`, ...(fn.roleArn && { roleArn: fn.roleArn }) };
    return createEnvironment({
      ...{ clock, random, logStream },
      deployment: fn.deployment,
      env: variablesOf(fn.deployment, fn.variables, logStream),
      log: (message) => write(fn, logStream, message),
      send: (request, traceHeader) => dispatch(request, { ...caller, traceHeader }),
      onDatagram:
        onDatagram &&
        ((message) =>
          onDatagram({ functionName: fn.name, requestId: logging.get(logStream)?.requestId, message })),
    });
  };

  const takeIdle = (fn: LambdaFunction): Environment | undefined => {
    for (let environment = fn.idle.pop(); environment; environment = fn.idle.pop()) {
      if (environment.alive) return environment;
    }
    return undefined;
  };

  const logFailure = (fn: LambdaFunction, logStream: string, requestId: string, failure: Failure): void => {
    const line =
      failure.errorType === 'Sandbox.Timedout'
        ? timeoutLine(time(), requestId, fn.deployment.timeout)
        : errorLine(time(), requestId, failure);
    write(fn, logStream, line);
  };

  /** Init and handler share a millisecond rounded up; the init has it. */
  const bill = (fn: LambdaFunction, durationMs: number, initMs: number): void => {
    const usage = { caller: `function:${fn.name}`, resource: fn.name };
    const gbSeconds = (ms: number): number => (ms / 1000) * (fn.deployment.memorySize / 1024);
    meter.count({ unit: 'lambda.requests', quantity: 1, ...usage });
    const init = initMs === 0 ? 0 : billedMs({ durationMs, initMs }) - Math.ceil(durationMs);
    if (init > 0) meter.count({ unit: 'lambda.initGbSeconds', quantity: gbSeconds(init), ...usage });
    meter.count({ unit: 'lambda.gbSeconds', quantity: gbSeconds(Math.ceil(durationMs)), ...usage });
  };

  const run = async (fn: LambdaFunction, request: RunRequest, event: string): Promise<RunResult> => {
    const { requestId, payload, source, traceHeader } = request;
    const target = `function:${fn.name}`;
    const warm = takeIdle(fn);
    const environment = warm ?? create(fn);
    const { logStream } = environment;
    const askedAt = clock.now();
    const { error, answer } = await kernel.pass(
      { kind: 'invocation', source, target, payload },
      warm ? undefined : latencies.coldStart,
    );
    const startedAt = clock.now();
    const initMs = warm ? undefined : startedAt - askedAt;
    const lines: string[] = [];
    logging.set(logStream, { requestId, lines });
    write(fn, logStream, startLine(requestId));
    const ran =
      error && error.when !== 'after' ? undefined : await environment.run({ requestId, event, traceHeader });
    const outcome = error ? struck(error) : (ran as Outcome);
    const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
    if (failure) logFailure(fn, logStream, requestId, failure);
    const durationMs = clock.now() - startedAt + computeMs;
    const { memorySize } = fn.deployment;
    write(fn, logStream, endLine(requestId));
    write(fn, logStream, reportLine({ requestId, durationMs, initMs, memorySize, failure, traceHeader }));
    logging.delete(logStream);
    bill(fn, durationMs, initMs ?? 0);
    measure.ran(fn.name, { durationMs, failed: failure !== undefined });
    if (failure && endsEnvironment(failure)) environment.end();
    if (environment.alive) fn.idle.push(environment);
    if (outcome.kind === 'failed') {
      return { requestId, payload: outcome.failure, functionError: 'Unhandled', log: lines };
    }
    return { requestId, payload: answer ?? JSON.parse(outcome.answer), log: lines };
  };

  const admitOrCount = (fn: LambdaFunction): void => {
    try {
      admit(fn, registry);
    } catch (error) {
      measure.throttled(fn.name);
      throw error;
    }
  };

  return async (fn, request) => {
    const event = serialise(request.payload);
    admitOrCount(fn);
    fn.running++;
    try {
      const { log, ...result } = await run(fn, request, event);
      const { source, payload } = request;
      kernel.tell(`function:${fn.name}`, result.functionError ? 'failed' : 'succeeded', {
        ...{ source, payload, result },
      });
      return { ...result, log };
    } finally {
      fn.running--;
    }
  };
};

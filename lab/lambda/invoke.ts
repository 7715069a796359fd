import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import type { FaultError, Verdict } from '../kernel/point.ts';
import type { InvokeResult, Logs, Metrics, Roles } from '../kernel/ports.ts';
import type { Meter } from '../meter/meter.ts';
import type { Dispatch } from '../wire/dispatch.ts';
import type { Gate } from '../wire/gate.ts';
import { admit } from './concurrency.ts';
import type { LambdaFunction, Registry } from './functions.ts';
import { functionMetrics } from './metrics.ts';
import { createEnvironment, type Deployment, type Environment, type Outcome } from './runtime/environment.ts';
import { endsEnvironment, type Failure } from './runtime/failure.ts';
import { billedMs, endLine, errorLine, reportLine, startLine, timeoutLine } from './runtime/report.ts';
import { variablesOf } from './runtime/variables.ts';
import type { TracedRequest, Tracing } from './tracing.ts';

export interface InvokerOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  /** Without it no line is written. */
  readonly logs?: Logs | undefined;
  readonly metrics?: Metrics | undefined;
  /** Without it every role may log. */
  readonly roles?: Roles | undefined;
  readonly dispatch: Dispatch;
  /** Where the calls of programs go. */
  readonly gate: Gate;
  readonly registry: Registry;
  /** Milliseconds of computing billed for each invocation, besides the time it waits for services. */
  readonly computeMs: number;
  readonly tracing: Tracing;
}

export interface RunRequest {
  readonly requestId: string;
  readonly payload: unknown;
  readonly source: string;
  readonly traceHeader: string;
  /** What the caller says of itself, as JSON text. */
  readonly clientContext?: string | undefined;
  /** Set when its trace is sampled. */
  readonly traced?: TracedRequest;
}

export interface RunResult extends InvokeResult {
  /** The lines the invocation logged. */
  readonly log: readonly string[];
}

/**
 * Runs a function once; one that fails is an answer. Rejects with TooManyRequestsException, and with
 * ResourceNotFoundException once the function is deleted.
 */
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
  const { kernel, meter, logs, roles, dispatch, gate, registry, computeMs, tracing } = options;
  const { clock } = kernel;
  const measure = functionMetrics(options.metrics);
  const time = (): string => new Date(clock.now()).toISOString();
  /** The lines of the invocations under way, by log stream. */
  const logging = new Map<string, { requestId: string; lines: string[] }>();

  /** The log streams that a role may not write to. */
  const silent = new Set<string>();

  /** A function logs under its role: a role that may not has its lines lost. */
  const mayLog = (roleArn: string | undefined, logGroup: string, logStream: string): boolean => {
    if (roleArn === undefined || roles === undefined || logs === undefined) return true;
    const resource = arn('logs', `log-group:${logGroup}:log-stream:${logStream}`);
    return ['logs:CreateLogStream', 'logs:PutLogEvents'].every(
      (action) => roles.decide({ roleArn, action, resource }) === 'allowed',
    );
  };

  const write = ({ logGroup }: Deployment, logStream: string, lineOf: () => string): void => {
    if (logs === undefined) return;
    const line = lineOf();
    if (!silent.has(logStream)) logs.write(logGroup, logStream, line);
    logging.get(logStream)?.lines.push(line);
  };

  const create = (fn: LambdaFunction): Environment => {
    const { deployment } = fn;
    const random = kernel.random.fork(`environment:${fn.name}:${fn.created++}`);
    const day = time().slice(0, 10).replaceAll('-', '/');
    const logStream = `${day}/[$LATEST]${Buffer.from(random.bytes(16)).toString('hex')}`;
    if (!mayLog(fn.roleArn, deployment.logGroup, logStream)) silent.add(logStream);
    const caller = { name: `function:${fn.name}`, ...(fn.roleArn && { roleArn: fn.roleArn }) };
    return createEnvironment({
      ...{ clock, random, logStream, deployment },
      env: variablesOf(deployment, fn.variables, logStream),
      log: (message) => write(deployment, logStream, () => message),
      send: (request, traceHeader) => dispatch(request, { ...caller, traceHeader }),
      call: (call, traceHeader) => gate.call({ ...call, caller: { ...caller, traceHeader } }),
      onDatagram: (datagram) => tracing.receive(caller, datagram),
    });
  };

  const nextAlive = (next: () => Environment | undefined): Environment | undefined => {
    for (let environment = next(); environment; environment = next()) {
      if (environment.isAlive()) return environment;
    }
    return undefined;
  };

  /** The environment that a fault has run instead of the one taken. Source: Lambda developer guide, as in life.ts. */
  const exchange = (fn: LambdaFunction, taken: Environment, by: Verdict['environment']): Environment => {
    fn.idle.push(taken);
    if (by === 'frozen') return nextAlive(() => fn.idle.shift()) ?? create(fn);
    for (const environment of fn.idle.splice(0)) environment.end();
    return create(fn);
  };

  const logFailure = (of: Deployment, logStream: string, requestId: string, failure: Failure): void => {
    write(of, logStream, () =>
      failure.errorType === 'Sandbox.Timedout'
        ? timeoutLine(time(), requestId, of.timeout)
        : errorLine(time(), requestId, failure),
    );
  };

  /** Init and handler share a millisecond rounded up; the init has it. */
  const bill = ({ functionName, memorySize }: Deployment, durationMs: number, initMs: number): void => {
    const usage = { caller: `function:${functionName}`, resource: functionName };
    const gbSeconds = (ms: number): number => (ms / 1000) * (memorySize / 1024);
    meter.count({ unit: 'lambda.requests', quantity: 1, ...usage });
    const init = initMs === 0 ? 0 : billedMs({ durationMs, initMs }) - Math.ceil(durationMs);
    if (init > 0) meter.count({ unit: 'lambda.initGbSeconds', quantity: gbSeconds(init), ...usage });
    meter.count({ unit: 'lambda.gbSeconds', quantity: gbSeconds(Math.ceil(durationMs)), ...usage });
  };

  const run = async (fn: LambdaFunction, request: RunRequest, event: string): Promise<RunResult> => {
    const { requestId, payload, source, traced, clientContext } = request;
    const attempt = traced && tracing.attempt(fn, traced);
    const traceHeader = attempt?.header ?? request.traceHeader;
    const target = `function:${fn.name}`;
    const { deployment } = fn;
    const idle = nextAlive(() => fn.idle.pop());
    const taken = idle ?? create(fn);
    const askedAt = clock.now();
    const passage = await kernel.pass(
      { kind: 'invocation', source, target, payload },
      idle ? undefined : latencies.coldStart,
    );
    const { error, answer } = passage;
    const other = idle && fn.deployment === deployment ? passage.environment : undefined;
    const environment = other ? exchange(fn, taken, other) : taken;
    const warm = idle !== undefined && other !== 'new';
    const { logStream } = environment;
    const enteredAt = clock.now();
    const lines: string[] = [];
    logging.set(logStream, { requestId, lines });
    write(deployment, logStream, () => startLine(requestId));
    const ran =
      error && error.when !== 'after'
        ? undefined
        : await environment.run({ requestId, event, traceHeader, clientContext });
    const outcome = error ? struck(error) : (ran?.outcome as Outcome);
    // The module is loaded at the first invocation, which is none of the handler's time.
    const startedAt = enteredAt + (ran?.loadMs ?? 0);
    const initMs = warm ? undefined : startedAt - askedAt;
    const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
    if (failure) logFailure(deployment, logStream, requestId, failure);
    const durationMs = clock.now() - startedAt + computeMs;
    const { memorySize } = deployment;
    write(deployment, logStream, () => endLine(requestId));
    write(deployment, logStream, () =>
      reportLine({ requestId, durationMs, initMs, memorySize, failure, traceHeader }),
    );
    logging.delete(logStream);
    bill(deployment, durationMs, initMs ?? 0);
    measure.ran(fn.name, { durationMs, failed: failure !== undefined });
    attempt?.end({ requestId, initFrom: warm ? undefined : askedAt, startedAt, failure });
    if (failure && endsEnvironment(failure)) environment.end();
    if (environment.isAlive() && fn.deployment === deployment) fn.idle.push(environment);
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

  return async ({ name }, request) => {
    // Whoever kept a function for later gets the one that has its name by then, if there is one.
    const fn = registry.get(name);
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

import type { Kernel } from '../kernel/kernel.ts';
import type { Functions, InvokeRequest, Logs, Metrics, Queues, Streams } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import { createDispatch } from '../wire/dispatch.ts';
import type { Gate } from '../wire/gate.ts';
import { createAsyncInvoke } from './async-invoke.ts';
import { createDestinations } from './destinations.ts';
import { readEventInvokeConfig } from './event-invoke-config.ts';
import { createRegistry, type FunctionCode, type LambdaFunction, readFunction } from './functions.ts';
import { createInvoker, type FunctionDatagramObserver, type RunRequest } from './invoke.ts';
import type { CompilePattern } from './mappings/filter.ts';
import { readMapping } from './mappings/properties.ts';
import { startQueueMapping } from './mappings/queue.ts';
import { startStreamMapping } from './mappings/stream.ts';
import { functionMetrics } from './metrics.ts';
import { isPermitted, readPermission } from './permissions.ts';
import type { Properties } from './properties.ts';
import { createService } from './service.ts';
import { traceHeaderOf } from './trace.ts';

export interface LambdaOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly logs: Logs;
  readonly metrics?: Metrics;
  /** Where the calls of the functions go. */
  readonly gate: Gate;
  readonly queues: Queues;
  readonly streams: Streams;
  /** The event pattern language, for the filters of event source mappings. */
  readonly compilePattern: CompilePattern;
  /** Milliseconds of computing billed for each invocation besides its waits. Default 5. */
  readonly computeMs?: number;
  readonly onDatagram?: FunctionDatagramObserver;
}

/** Lambda: functions run from their deployed bundles. */
export interface Lambda {
  readonly functions: Functions;
  readonly service: Service;
  /** Takes an AWS::Lambda::Function and its code. */
  createFunction(properties: Properties, code: FunctionCode): { readonly name: string; readonly arn: string };
  /** Takes an AWS::Lambda::Permission. */
  addPermission(properties: Properties): void;
  /** Takes an AWS::Lambda::EventInvokeConfig. */
  createEventInvokeConfig(properties: Properties): void;
  /** Takes an AWS::Lambda::EventSourceMapping and starts reading; stopping leaves batches under way alone. */
  createEventSourceMapping(properties: Properties): { readonly id: string; stop(): void };
}

const DEFAULT_COMPUTE_MS = 5;

export const createLambda = (options: LambdaOptions): Lambda => {
  const { kernel, gate, queues, streams, compilePattern } = options;
  const registry = createRegistry();
  const random = kernel.random.fork('lambda');
  const dispatch = createDispatch(gate);
  const computeMs = options.computeMs ?? DEFAULT_COMPUTE_MS;
  const invoke = createInvoker({ ...options, dispatch, registry, computeMs });
  const sendToDestination = createDestinations({ kernel, queues });
  const accept = createAsyncInvoke({ kernel, invoke, sendToDestination });

  const requestOf = (
    fn: LambdaFunction,
    payload: unknown,
    source: string,
    traceHeader?: string,
  ): RunRequest => ({
    requestId: random.uuid(),
    payload,
    source,
    traceHeader: traceHeaderOf(traceHeader, { clock: kernel.clock, random, tracing: fn.tracing }),
  });
  const received = ({ functionArn, payload, source, traceHeader }: InvokeRequest) => {
    const fn = registry.get(functionArn);
    return { fn, request: requestOf(fn, payload, source, traceHeader) };
  };

  const mappingPorts = {
    ...{ kernel, invoke, requestOf, queues, streams, compilePattern, sendToDestination },
    iteratorAge: functionMetrics(options.metrics).iteratorAge,
  };
  const start = (properties: Properties): (() => void) => {
    const mapping = readMapping(properties);
    const fn = registry.get(mapping.functionName);
    if (!mapping.enabled) return () => {};
    return mapping.kind === 'stream'
      ? startStreamMapping(mappingPorts, fn, mapping)
      : startQueueMapping(mappingPorts, fn, mapping);
  };

  return {
    functions: {
      invoke: async (request) => {
        const { fn, request: run } = received(request);
        const { log: _, ...result } = await invoke(fn, run);
        return result;
      },
      invokeAsync: async (request) => {
        const { fn, request: run } = received(request);
        accept(fn, run);
      },
      permits: (functionArn, principal, sourceArn) => {
        const fn = registry.find(functionArn);
        return fn !== undefined && isPermitted(fn.permissions, principal, sourceArn);
      },
    },
    service: createService({ kernel, registry, invoke, accept, requestOf }),
    createFunction: (properties, code) => {
      const fn = readFunction(properties, code);
      registry.add(fn);
      return { name: fn.name, arn: fn.arn };
    },
    addPermission: (properties) => {
      const { functionName, ...permission } = readPermission(properties);
      registry.get(functionName).permissions.push(permission);
    },
    createEventInvokeConfig: (properties) => {
      const { functionName, config } = readEventInvokeConfig(properties);
      registry.get(functionName).eventInvokeConfig = config;
    },
    createEventSourceMapping: (properties) => ({ id: random.uuid(), stop: start(properties) }),
  };
};

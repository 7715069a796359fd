import type { Kernel } from '../kernel/kernel.ts';
import type {
  Functions,
  InvokeRequest,
  Logs,
  Metrics,
  Objects,
  Queues,
  Roles,
  Streams,
  Traces,
} from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import { createDispatch } from '../wire/dispatch.ts';
import type { Gate } from '../wire/gate.ts';
import { createAsyncInvoke } from './async-invoke.ts';
import { createDestinations } from './destinations.ts';
import { createRegistry } from './functions.ts';
import { createInvoker } from './invoke.ts';
import type { RequestOf } from './mappings/carry.ts';
import type { CompilePattern } from './mappings/filter.ts';
import { createMappings } from './mappings/mappings.ts';
import { functionMetrics } from './metrics.ts';
import { isPermitted } from './permissions.ts';
import { createResources, type Resources } from './resources.ts';
import { createRoleChecks } from './role-checks.ts';
import { createService } from './service.ts';
import { createTracing } from './tracing.ts';

export interface LambdaOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  /** Without it no function logs. */
  readonly logs?: Logs | undefined;
  readonly metrics?: Metrics;
  /** Where the calls of the functions go. */
  readonly gate: Gate;
  readonly queues: Queues;
  readonly streams: Streams;
  /** Where code may be read from. Without it code comes with the request. */
  readonly objects?: Objects | undefined;
  /** Without it every role may do everything. */
  readonly roles?: Roles | undefined;
  /** The event pattern language, for the filters of event source mappings. */
  readonly compilePattern: CompilePattern;
  /** Milliseconds of computing billed for each invocation besides its waits. Default 5. */
  readonly computeMs?: number;
  /** Without it nothing is traced. */
  readonly traces?: Traces | undefined;
}

/** Lambda: functions run from their deployed bundles. */
export interface Lambda extends Resources {
  readonly functions: Functions;
  readonly service: Service;
}

const DEFAULT_COMPUTE_MS = 5;

export const createLambda = (options: LambdaOptions): Lambda => {
  const { kernel, gate, queues, streams, roles, compilePattern } = options;
  const registry = createRegistry();
  const random = kernel.random.fork('lambda');
  const dispatch = createDispatch(gate);
  const computeMs = options.computeMs ?? DEFAULT_COMPUTE_MS;
  const tracing = createTracing({ clock: kernel.clock, traces: options.traces });
  const invoke = createInvoker({ ...options, dispatch, registry, computeMs, tracing });
  const sendToDestination = createDestinations({ kernel, queues, roles });
  const accept = createAsyncInvoke({ kernel, invoke, sendToDestination });

  const requestOf: RequestOf = (fn, payload, source, traceHeader, linked = () => []) => ({
    requestId: random.uuid(),
    payload,
    source,
    ...tracing.accept(fn, traceHeader, linked),
  });
  const received = ({ functionArn, payload, source, traceHeader }: InvokeRequest) => {
    const fn = registry.get(functionArn);
    return { fn, request: requestOf(fn, payload, source, traceHeader) };
  };

  const checks = createRoleChecks(roles);
  const mappings = createMappings({
    ...{
      kernel,
      random,
      registry,
      invoke,
      requestOf,
      queues,
      streams,
      compilePattern,
      sendToDestination,
      checks,
    },
    iteratorAge: functionMetrics(options.metrics).iteratorAge,
  });
  const resources = createResources({ kernel, registry, mappings, checks });

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
    service: createService({
      ...{ kernel, registry, invoke, accept, requestOf, mappings, resources },
      objects: options.objects,
    }),
    ...resources,
  };
};

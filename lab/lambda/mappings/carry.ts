import type { Kernel } from '../../kernel/kernel.ts';
import type { Latency } from '../../kernel/latency.ts';
import type { InvokeResult } from '../../kernel/ports.ts';
import type { LambdaFunction } from '../functions.ts';
import type { Invoker, RunRequest } from '../invoke.ts';

/** Makes an invocation out of an event, its source and perhaps a trace; `linked` gives the headers of others. */
export type RequestOf = (
  fn: LambdaFunction,
  payload: unknown,
  source: string,
  traceHeader?: string,
  linked?: () => readonly string[],
) => RunRequest;

export interface CarryPorts {
  readonly kernel: Kernel;
  readonly invoke: Invoker;
  readonly requestOf: RequestOf;
}

/** `dropped` when a fault lost the event; otherwise the answer to the last of its copies. */
export type Carried = InvokeResult | 'dropped';

/** Carries a batch to its function. Rejects when the delivery fails or the function cannot be run now. */
export const carryBatch = async (
  { kernel, invoke, requestOf }: CarryPorts,
  batch: {
    readonly fn: LambdaFunction;
    readonly source: string;
    readonly event: unknown;
    /** Headers of the traces that the batch comes from. */
    readonly linked?: () => readonly string[];
  },
  latency?: Latency,
): Promise<Carried> => {
  const { fn, source, event, linked } = batch;
  const point = { kind: 'delivery', source, target: `function:${fn.name}`, payload: event } as const;
  const { copies, error } = await kernel.pass(point, latency);
  if (error && error.when !== 'after') throw Object.assign(new Error(error.message), { name: error.name });
  let carried: Carried = 'dropped';
  for (let copy = 0; copy < copies; copy++) {
    carried = await invoke(fn, requestOf(fn, event, source, undefined, linked));
  }
  if (error) throw Object.assign(new Error(error.message), { name: error.name });
  return carried;
};

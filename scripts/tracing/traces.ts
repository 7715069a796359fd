import { setTimeout } from 'node:timers/promises';
import { paginateBatchGetTraces, type XRayClient } from '@aws-sdk/client-xray';
import type { Ended } from './orders.ts';
import { readTrace, type Trace, whereSaid } from './span.ts';

/** BatchGetTraces takes no more. */
const BATCH = 5;
const LOOK_MS = 1_000;

/** X-Ray shows a trace within half a minute as a rule. */
const PATIENCE_MS = 60_000;

const FINAL: Readonly<Record<string, string>> = {
  completed: 'order.completed',
  cancelled: 'order.cancelled',
  timeout: 'order.timeout',
};

const fetch = async (
  client: XRayClient,
  ids: readonly string[],
  stackName: string,
): Promise<readonly Trace[]> => {
  const documents = new Map<string, string[]>();
  for (let start = 0; start < ids.length; start += BATCH) {
    const pages = paginateBatchGetTraces({ client }, { TraceIds: ids.slice(start, start + BATCH) });
    for await (const { Traces = [] } of pages) {
      for (const { Id = '', Segments = [] } of Traces) {
        const known = documents.get(Id) ?? [];
        documents.set(Id, [...known, ...Segments.flatMap(({ Document }) => Document ?? [])]);
      }
    }
  }
  return [...documents].flatMap(([id, texts]) => readTrace(id, texts, stackName) ?? []);
};

const showsEnd = (trace: Trace, { status }: Ended): boolean => {
  const final = FINAL[status];
  return final === undefined || whereSaid(trace, final) !== undefined;
};

/**
 * Reads the traces of orders that have ended, and waits for what X-Ray does not show yet: a trace is whole when it
 * shows how its order ended, and nothing has come to it since the last look. Traces that do not get there in a minute
 * are left out.
 */
export const readTraces = async (
  client: XRayClient,
  stackName: string,
  orders: readonly Ended[],
): Promise<readonly Trace[]> => {
  const sampled = new Map(orders.flatMap((order) => (order.traceId ? [[order.traceId, order]] : [])));
  const whole = new Map<string, Trace>();
  const lastSize = new Map<string, number>();
  const givenUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const missing = [...sampled.keys()].filter((id) => !whole.has(id));
    for (const trace of await fetch(client, missing, stackName)) {
      const order = sampled.get(trace.id);
      const isAtRest = lastSize.get(trace.id) === trace.spans.length;
      if (order && isAtRest && showsEnd(trace, order)) whole.set(trace.id, trace);
      lastSize.set(trace.id, trace.spans.length);
    }
    if (whole.size === sampled.size || Date.now() >= givenUpAt) return [...whole.values()];
    await setTimeout(LOOK_MS);
  }
};

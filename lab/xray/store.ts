import type { Clock } from '../kernel/clock.ts';
import type { Segment } from './segment.ts';

/** What is kept of a trace: its documents as they were sent, by their ids. */
export interface Trace {
  readonly id: string;
  readonly documents: ReadonlyMap<string, string>;
  /** From the first start to the last end, epoch seconds. */
  readonly from: number;
  readonly to: number;
  /** Whether documents were left out, because the trace had grown too large. */
  readonly isFull: boolean;
}

export interface Store {
  put(segment: Segment, text: string): void;
  get(id: string): Trace | undefined;
  /** Oldest first. */
  all(): Iterable<Trace>;
}

/** Source: X-Ray developer guide, "X-Ray quotas": retention, and the size of a trace document. */
const RETENTION_S = 30 * 24 * 3600;
const MAX_TRACE_BYTES = 500_000;

/** The lab's own bound: what a day of sampling as Lambda does it may need, many times over. */
const MAX_BYTES = 32 * 1024 * 1024;

interface Kept extends Trace {
  readonly documents: Map<string, string>;
  from: number;
  to: number;
  isFull: boolean;
  /** Characters of its documents. */
  size: number;
}

/** Keeps traces for 30 days of the clock's time, and of those as many of the newest as it has room for. */
export const createStore = (clock: Clock): Store => {
  const traces = new Map<string, Kept>();
  let size = 0;

  const forget = (): void => {
    const oldest = clock.now() / 1000 - RETENTION_S;
    for (const trace of traces.values()) {
      if (trace.to >= oldest && size <= MAX_BYTES) return;
      traces.delete(trace.id);
      size -= trace.size;
    }
  };

  const begin = (id: string): Kept => {
    const documents = new Map<string, string>();
    const trace = { id, documents, size: 0, isFull: false, from: Number.POSITIVE_INFINITY, to: 0 };
    traces.set(id, trace);
    return trace;
  };

  return {
    put: (segment, text) => {
      const trace = traces.get(segment.trace_id) ?? begin(segment.trace_id);
      const before = trace.documents.get(segment.id);
      // Documents overtake each other on their way.
      if (before !== undefined && segment.in_progress === true) return;
      const growth = text.length - (before?.length ?? 0);
      if (trace.size + growth > MAX_TRACE_BYTES) {
        trace.isFull = true;
        return;
      }
      trace.documents.set(segment.id, text);
      trace.size += growth;
      trace.from = Math.min(trace.from, segment.start_time);
      trace.to = Math.max(trace.to, segment.end_time ?? segment.start_time);
      size += growth;
      forget();
    },
    get: (id) => {
      forget();
      return traces.get(id);
    },
    all: () => {
      forget();
      return traces.values();
    },
  };
};

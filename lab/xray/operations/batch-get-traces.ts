import { segmentsOf } from '../assemble.ts';
import { invalid } from '../errors.ts';
import type { Store } from '../store.ts';
import { summaryOf } from '../summary.ts';
import { pageOf } from './page.ts';

const MAX_IDS = 5;

/** AWS does not say how much a page holds. */
const PAGE_CHARACTERS = 500_000;

interface Request {
  readonly TraceIds?: readonly string[];
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html */
export const batchGetTraces =
  (store: Store) =>
  ({ TraceIds: ids = [], NextToken: token }: Request) => {
    if (ids.length === 0) throw invalid('TraceIds is missing.');
    if (ids.length > MAX_IDS) throw invalid(`TraceIds has ${ids.length} members; it may have ${MAX_IDS}.`);
    const traces = ids.flatMap((id) => {
      const trace = store.get(id);
      const summary = trace && summaryOf(trace);
      if (trace === undefined || summary === undefined) return [];
      const Segments = segmentsOf(trace).map((segment) => ({
        Id: segment.id,
        Document: JSON.stringify(segment),
      }));
      return [{ Id: id, Duration: summary.duration, LimitExceeded: trace.isFull, Segments }];
    });
    const { page: Traces, ...next } = pageOf(traces, token, {
      size: ({ Segments }) => Segments.reduce((sum, { Document }) => sum + Document.length, 0),
      limit: PAGE_CHARACTERS,
    });
    const found = new Set(traces.map(({ Id }) => Id));
    return { Traces, UnprocessedTraceIds: ids.filter((id) => !found.has(id)), ...next };
  };

import type { SegmentDocument } from '../kernel/ports.ts';

/** A subsegment within its segment's document; times in epoch seconds. */
export interface Subsegment {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly in_progress?: boolean;
  readonly parent_id?: string;
  readonly namespace?: string;
  readonly fault?: boolean;
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
  readonly http?: {
    readonly request?: Readonly<Record<string, unknown>>;
    readonly response?: { readonly status?: number };
  };
  readonly subsegments?: readonly Subsegment[];
}

/** A document as it was sent: a segment, or a subsegment by itself. */
export interface Segment extends Subsegment {
  readonly trace_id: string;
  readonly type?: string;
  readonly origin?: string;
  readonly resource_arn?: string;
  readonly user?: string;
}

/** Why a document is not taken, as PutTraceSegments names it; `id` as far as it can be told. */
export interface Refusal {
  readonly id: string | undefined;
  readonly code: string;
}

/** Source: X-Ray developer guide, "X-Ray quotas": the segment document's size. */
const MAX_BYTES = 65_536;
const ID = /^[0-9a-f]{16}$/i;
const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i;
const MAX_NAME = 200;

const parse = (text: string): Partial<SegmentDocument> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Partial<SegmentDocument>) : undefined;
  } catch {
    return undefined;
  }
};

const faultOf = (segment: Partial<SegmentDocument>): string | undefined => {
  const { id, trace_id, name, start_time, end_time, in_progress, type, parent_id } = segment;
  if (id === undefined) return 'MissingId';
  if (!ID.test(id)) return 'InvalidId';
  if (trace_id === undefined) return 'MissingTraceId';
  if (!TRACE_ID.test(trace_id)) return 'InvalidTraceId';
  if (typeof name !== 'string' || name === '') return 'MissingName';
  if (name.length > MAX_NAME) return 'InvalidName';
  if (typeof start_time !== 'number') return 'MissingStartTime';
  if (typeof end_time !== 'number' && in_progress !== true) return 'MissingEndTime';
  if (type === 'subsegment' && parent_id === undefined) return 'MissingParentId';
  return undefined;
};

/** Reads a segment document. Source: X-Ray developer guide, "Segment fields". */
export const readSegment = (text: string): Segment | Refusal => {
  const segment = parse(text);
  if (segment === undefined) return { id: undefined, code: 'ParseError' };
  const code = Buffer.byteLength(text) > MAX_BYTES ? 'SegmentTooLarge' : faultOf(segment);
  return code === undefined ? (segment as unknown as Segment) : { id: segment.id, code };
};

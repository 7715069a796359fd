import { segmentsOf, within } from './assemble.ts';
import type { Segment, Subsegment } from './segment.ts';
import type { Trace } from './store.ts';

type AnnotationValue = string | number | boolean;

/** What a filter expression asks about, and GetTraceSummaries answers. */
export interface Summary {
  readonly id: string;
  /** Epoch seconds. */
  readonly startTime: number;
  /** Of the whole trace, and of its first segment, in seconds. */
  readonly duration: number;
  readonly responseTime: number;
  readonly hasFault: boolean;
  readonly hasError: boolean;
  readonly hasThrottle: boolean;
  /** Whether a segment has not ended yet. */
  readonly isPartial: boolean;
  readonly annotations: ReadonlyMap<string, readonly Annotated[]>;
  readonly services: readonly Service[];
  readonly entry: Segment | undefined;
  readonly arns: readonly string[];
}

/** A value of an annotation, and the services that gave it. */
interface Annotated {
  readonly value: AnnotationValue;
  readonly services: readonly Service[];
}

export interface Service {
  readonly name: string;
  /** `AWS::Lambda::Function`; undefined for one that does not say where it runs. */
  readonly type: string | undefined;
}

const SECOND_DIGITS = 1e3;

const seconds = (value: number): number => Math.round(value * SECOND_DIGITS) / SECOND_DIGITS;

const endOf = ({ start_time, end_time }: Subsegment): number => end_time ?? start_time;

const unique = (services: readonly Service[]): readonly Service[] => [
  ...new Map(services.map((service) => [`${service.type} ${service.name}`, service])).values(),
];

const annotationsOf = (segments: readonly Segment[]): Summary['annotations'] => {
  const found = new Map<string, Map<AnnotationValue, Service[]>>();
  for (const segment of segments) {
    for (const { annotations = {} } of within(segment)) {
      for (const [key, value] of Object.entries(annotations)) {
        const values = found.get(key) ?? new Map<AnnotationValue, Service[]>();
        found.set(key, values.set(value, [...(values.get(value) ?? []), serviceOf(segment)]));
      }
    }
  }
  return new Map(
    [...found].map(([key, values]) => [
      key,
      [...values].map(([value, services]) => ({ value, services: unique(services) })),
    ]),
  );
};

const serviceOf = ({ name, origin }: Segment): Service => ({ name, type: origin });

/** Undefined while no segment of it has come. */
export const summaryOf = (trace: Trace): Summary | undefined => {
  const segments = segmentsOf(trace);
  const ids = new Set(segments.flatMap((segment) => [...within(segment)].map(({ id }) => id)));
  const entry =
    segments.find(({ parent_id }) => parent_id === undefined || !ids.has(parent_id)) ?? segments[0];
  if (entry === undefined) return undefined;
  const startTime = Math.min(...segments.map(({ start_time }) => start_time));
  return {
    id: trace.id,
    startTime,
    duration: seconds(Math.max(...segments.map(endOf)) - startTime),
    responseTime: seconds(endOf(entry) - entry.start_time),
    hasFault: segments.some(({ fault }) => fault === true),
    hasError: segments.some(({ error }) => error === true),
    hasThrottle: segments.some(({ throttle }) => throttle === true),
    isPartial: segments.some(({ in_progress }) => in_progress === true),
    annotations: annotationsOf(segments),
    services: unique(segments.map(serviceOf)),
    entry,
    arns: [...new Set(segments.flatMap(({ resource_arn }) => resource_arn ?? []))],
  };
};

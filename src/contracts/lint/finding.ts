/** The line of the workshop's event checklist that a finding is about. */
export type Rule =
  | 'cloudevents'
  | 'id'
  | 'correlation'
  | 'type'
  | 'ownership'
  | 'timestamp'
  | 'size'
  | 'sensitive'
  | 'contract';

/** One thing wrong with an event. Never quotes a value from `data`, which may be what must not be shown. */
export interface Finding {
  rule: Rule;
  /** Where: `data.metadata.contentType`, or `event` for the whole. */
  path: string;
  /** What is wrong. */
  problem: string;
  /** How to mend it. */
  remedy: string;
}

/** A JSON object, as any event is at least. */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

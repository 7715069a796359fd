/** An event as GetExecutionHistory gives it: `timestamp` in epoch seconds, details under the type's own member. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: object;
}

export type EventDetails = Readonly<Record<`${string}EventDetails`, object>>;

/** An event to record: its type and its details. */
export type Event = readonly [type: string, details?: EventDetails];

/** Events that one execution's history may have (Step Functions service quotas). */
export const HISTORY_LIMIT = 25_000;

/** Stands beside every input and output; the lab keeps them whole. */
export const NOT_TRUNCATED = { truncated: false } as const;

/** Epoch seconds to the millisecond, as AWS JSON 1.0 has a time. */
export const epochSeconds = (ms: number): number => Math.floor(ms) / 1000;

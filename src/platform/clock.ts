/** Milliseconds since the epoch. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** RFC 3339 in UTC, with milliseconds. */
export const toTimestamp = (epochMs: number): string => new Date(epochMs).toISOString();

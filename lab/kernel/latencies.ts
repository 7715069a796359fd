import type { Latency } from './latency.ts';

/**
 * Latency of each hop in virtual time, in ms. The first four are published measurements (see docs/prices.md
 * for source and date); the others are not published anywhere and stand for "small beside a hop".
 */
export const latencies = {
  eventBridgeToTarget: { p50: 148, p90: 241 },
  streamToFunction: { p50: 213, p90: 341 },
  standardToFunction: { p50: 99, p90: 133 },
  coldStart: { p50: 114, p90: 170 },
  asyncInvoke: { p50: 50, p90: 80 },
  queueToFunction: { p50: 30, p90: 60 },
  destination: { p50: 20, p90: 40 },
  httpApi: { p50: 10, p90: 20 },
  dynamoDbCall: { p50: 4, p90: 8 },
  otherCall: { p50: 10, p90: 20 },
} as const satisfies Record<string, Latency>;

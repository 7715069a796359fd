/** What AWS bills by. Units as the price list counts them. */
export type Unit =
  | 'lambda.requests'
  /** GB-seconds, duration rounded up to the millisecond. */
  | 'lambda.gbSeconds'
  /** GB-seconds of cold starts, billed at the same price. */
  | 'lambda.initGbSeconds'
  /** Half units do not exist for writes: 1 per KB begun, 2 in a transaction. */
  | 'dynamodb.writeUnits'
  /** 0.5 per 4 KB begun eventually consistent, 1 strongly, 2 in a transaction. */
  | 'dynamodb.readUnits'
  /** Custom events, one per 64 KB chunk begun. */
  | 'eventbridge.events'
  /** State transitions of Standard workflows, retries included. */
  | 'stepfunctions.transitions'
  | 'sqs.requests'
  | 'http.requests'
  /** Bytes ingested into log groups. */
  | 'logs.bytes';

export interface Usage {
  readonly unit: Unit;
  readonly quantity: number;
  /** Who caused it: `function:<name>`, `stateMachine:<name>`, `service:<name>`, `user`. */
  readonly caller: string;
  /** What was used: table, bus, queue, function or state machine name. */
  readonly resource: string;
}

/** Adds up billable units. */
export interface Meter {
  count(usage: Usage): void;
  /** All usage so far, summed by unit, caller and resource. */
  read(): readonly Usage[];
  reset(): void;
}

export const createMeter = (): Meter => {
  const sums = new Map<string, Usage>();
  return {
    count: (usage) => {
      const key = `${usage.unit} ${usage.caller} ${usage.resource}`;
      const before = sums.get(key)?.quantity ?? 0;
      sums.set(key, { ...usage, quantity: before + usage.quantity });
    },
    read: () => [...sums.values()],
    reset: () => sums.clear(),
  };
};

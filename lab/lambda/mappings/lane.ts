import { AwsError } from '../../kernel/aws-error.ts';
import { latencies } from '../../kernel/latencies.ts';
import type { InvokeResult, StreamRecord } from '../../kernel/ports.ts';
import type { LambdaFunction } from '../functions.ts';
import { batchOutcome } from './batch.ts';
import { type Carried, type CarryPorts, carryBatch } from './carry.ts';
import type { StreamMapping } from './properties.ts';

/** Waits between the retries of a batch: not published by AWS. Doubling, in ms. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

export type StreamCondition = 'RetryAttemptsExhausted' | 'MaximumRecordAgeExceeded';

/** Records given up: with the answer to the last invocation, if there was one. */
export interface Discarded {
  readonly condition: StreamCondition;
  readonly records: readonly StreamRecord[];
  readonly invokeCount: number;
  readonly result: InvokeResult | undefined;
}

/** Records in order, one batch at a time: what a shard is to a function, or a tenth of one. */
export interface Lane {
  push(record: StreamRecord): void;
  /** Lets the attempt under way end, and answers the records that are not done then, in order. */
  stop(): Promise<readonly StreamRecord[]>;
}

/** A batch on its way through the retries. */
interface Batch {
  readonly records: readonly StreamRecord[];
  /** Invocations of these records that failed. */
  readonly failures: number;
  /** Attempts in a row at which the function could not be run. */
  readonly throttles: number;
  readonly result: InvokeResult | undefined;
}

const MILLISECONDS = 1000;

const sequenceOf = (record: StreamRecord): string => record.dynamodb.SequenceNumber;

const fresh = (records: readonly StreamRecord[]): Batch => ({
  records,
  failures: 0,
  throttles: 0,
  result: undefined,
});

const halves = ({ records, ...rest }: Batch): readonly Batch[] => {
  const middle = Math.ceil(records.length / 2);
  return [
    { ...rest, records: records.slice(0, middle) },
    { ...rest, records: records.slice(middle) },
  ];
};

/** How often a retry was made already decides how long the next one waits. */
const backoff = (attempts: number): number => Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));

/**
 * Delivers records to a function, the next batch only when the one before is done or given up.
 * Source: Lambda developer guide, "Process DynamoDB records with Lambda" and "Retain discarded records".
 */
export const createLane = (
  ports: CarryPorts & { readonly iteratorAge: (functionName: string, ageMs: number) => void },
  options: {
    readonly fn: LambdaFunction;
    readonly mapping: StreamMapping;
    readonly source: string;
    readonly discard: (discarded: Discarded) => void;
  },
): Lane => {
  const { clock } = ports.kernel;
  const { fn, mapping, source, discard } = options;
  const buffer: StreamRecord[] = [];
  let busy = false;
  let stopped = false;
  let onRest = (): void => {};

  const ageOf = (record: StreamRecord): number =>
    clock.now() - record.dynamodb.ApproximateCreationDateTime * MILLISECONDS;

  const isTooOld = (record: StreamRecord): boolean => ageOf(record) > mapping.maximumAgeMs;

  const giveUp = ({ records, failures, result }: Batch, condition: StreamCondition): void =>
    discard({ condition, records, invokeCount: failures, result });

  /** What is left of a batch after an answer, as the batches to try next, in order. */
  const afterAnswer = (batch: Batch, carried: Carried): readonly Batch[] => {
    if (carried === 'dropped') return [];
    const ids = batch.records.map(sequenceOf);
    const outcome = batchOutcome(carried, ids, mapping.reportsFailures);
    if (outcome !== 'all failed' && outcome.failed.size === 0) return [];
    const lowest = outcome === 'all failed' ? 0 : ids.findIndex((id) => outcome.failed.has(id));
    // A batch that got further is another batch, with its retries ahead of it.
    const failures = lowest > 0 ? 1 : batch.failures + 1;
    const left: Batch = { records: batch.records.slice(lowest), failures, throttles: 0, result: carried };
    if (mapping.bisects && lowest === 0 && left.records.length > 1) {
      // Splitting a batch does not use up its retries.
      return halves({ ...left, failures: batch.failures });
    }
    if (left.failures > mapping.maximumRetries) {
      giveUp(left, 'RetryAttemptsExhausted');
      return [];
    }
    return [left];
  };

  const attempt = async (batch: Batch): Promise<readonly Batch[]> => {
    const event = { Records: batch.records };
    const last = batch.records.at(-1);
    if (last !== undefined) ports.iteratorAge(fn.name, ageOf(last));
    try {
      return afterAnswer(batch, await carryBatch(ports, { fn, source, event }));
    } catch (error) {
      // Throttles and failing deliveries are retried until the records are too old.
      ports.kernel.tell(source, 'undelivered', error instanceof AwsError ? error.code : error);
      return [{ ...batch, throttles: batch.throttles + 1 }];
    }
  };

  const expire = (batch: Batch): Batch => {
    const old = batch.records.filter(isTooOld);
    if (old.length === 0) return batch;
    giveUp({ ...batch, records: old }, 'MaximumRecordAgeExceeded');
    return { ...batch, records: batch.records.filter((record) => !old.includes(record)) };
  };

  const deliver = async (records: readonly StreamRecord[]): Promise<void> => {
    const batches: Batch[] = [fresh(records)];
    for (let next = batches.shift(); next; next = batches.shift()) {
      const waits = next.failures + next.throttles;
      if (waits > 0) await clock.sleep(backoff(waits));
      if (stopped) {
        buffer.unshift(...[next, ...batches].flatMap((left) => left.records));
        return;
      }
      const batch = expire(next);
      if (batch.records.length === 0) continue;
      batches.unshift(...(await attempt(batch)));
    }
  };

  const work = async (): Promise<void> => {
    // Until the stream is polled, and for the window: what arrives meanwhile goes with what came first.
    await ports.kernel.wait(latencies.streamToFunction);
    await clock.sleep(mapping.windowMs);
    while (buffer.length > 0 && !stopped) await deliver(buffer.splice(0, mapping.batchSize));
    busy = false;
    onRest();
  };

  return {
    push: (record) => {
      buffer.push(record);
      if (busy) return;
      busy = true;
      void work();
    },
    stop: async () => {
      stopped = true;
      if (busy) {
        await new Promise<void>((resolve) => {
          onRest = resolve;
        });
      }
      return buffer;
    },
  };
};

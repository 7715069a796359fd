import type { Random } from '../kernel/random.ts';
import { allowFields, list, number, type Source, text } from './definition/source.ts';
import { matches, readErrorEquals } from './error-equals.ts';
import type { StateFailure } from './errors.ts';

/** One element of `Retry` (https://states-language.net/#errors). Times in seconds. */
interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly isJittered: boolean;
}

/** Answers how many ms to wait before the next attempt after a failure; undefined when there is none. */
export type Retries = (failure: StateFailure, random: Random) => number | undefined;

const MAX_DELAY = 31_622_400;

/** Reads `Retry`. Call the answer on each entry to the state: every retrier counts its own attempts. */
export const readRetry = (source: Source): (() => Retries) => {
  const sources = list(source, 'Retry');
  const retriers = sources.map((item, index) => readRetrier(item, index === sources.length - 1));
  return () => {
    const attempts = retriers.map(() => 0);
    return (failure, random) => {
      const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals, failure));
      const retrier = retriers[index];
      const attempt = attempts[index] ?? 0;
      if (retrier === undefined || attempt >= retrier.maxAttempts) return undefined;
      attempts[index] = attempt + 1;
      return delayOf(retrier, attempt, random) * 1000;
    };
  };
};

const delayOf = (retrier: Retrier, attempt: number, random: Random): number => {
  const backoff = retrier.intervalSeconds * retrier.backoffRate ** attempt;
  const delay = Math.min(backoff, retrier.maxDelaySeconds);
  return retrier.isJittered ? random.next() * delay : delay;
};

const readRetrier = (source: Source, isLast: boolean): Retrier => {
  const fields = ['IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'];
  allowFields(source, 'Comment', 'ErrorEquals', ...fields);
  const jitter = text(source, 'JitterStrategy') ?? 'NONE';
  if (jitter !== 'FULL' && jitter !== 'NONE') {
    const message = 'Value should be one of the following: [FULL, NONE]';
    source.problems.add('SCHEMA_VALIDATION_FAILED', message, `${source.location}/JitterStrategy`);
  }
  return {
    errorEquals: readErrorEquals(source, isLast),
    intervalSeconds: number(source, 'IntervalSeconds', { min: 1, max: 99_999_999 }) ?? 1,
    maxAttempts: number(source, 'MaxAttempts', { min: 0, max: 99_999_999 }) ?? 3,
    backoffRate: number(source, 'BackoffRate', { min: 1, fraction: true }) ?? 2,
    maxDelaySeconds:
      number(source, 'MaxDelaySeconds', { min: 1, max: MAX_DELAY - 1 }) ?? Number.POSITIVE_INFINITY,
    isJittered: jitter === 'FULL',
  };
};

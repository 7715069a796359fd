import '../unit/fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import type { Point } from '../../lab/kernel/point.ts';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { runSchedule } from '../../scripts/simulation/schedule.ts';
import { scriptOf } from '../../scripts/simulation/small-scope.ts';
import { createTraceHash } from '../../scripts/simulation/trace-hash.ts';
import { packagedStages } from './stages.ts';

const put = (amountCharged: number): Point => ({
  ...{ kind: 'call', source: 'function:relay', target: 'events:PutEvents' },
  payload: { Entries: [{ Detail: JSON.stringify({ data: { amountCharged } }) }] },
});
const row = (over: Item = {}): Item => ({
  ...{ orderId: { S: '12345' }, version: { N: '2' }, status: { S: 'COMPLETED' } },
  outbox: { S: 'com.pizzaco.payment.completed' },
  said: { M: { 'com.pizzaco.payment.completed': { M: { data: { M: { amountCharged: { N: '8.99' } } } } } } },
  ...over,
});

/** Of one point, and one item that was written. */
const traceOf = (point: Point, atMs: number, item: Item | undefined): number => {
  const trace = createTraceHash();
  trace.onPoint(point, atMs);
  trace.onChange(item);
  return trace.value;
};

describe('the hash of a trace', () => {
  it('is the same for the same', () => {
    expect(traceOf(put(8.99), 5, row())).toBe(traceOf(put(8.99), 5, row()));
  });

  it.each<[string, Point, number, Item | undefined]>([
    ['another kind of point', { ...put(8.99), kind: 'outcome' }, 5, row()],
    ['another source', { ...put(8.99), source: 'function:order' }, 5, row()],
    ['another target', { ...put(8.99), target: 'sqs:SendMessage' }, 5, row()],
    ['another time', put(8.99), 6, row()],
    ['another payload', put(9.99), 5, row()],
    ['another version', put(8.99), 5, row({ version: { N: '3' } })],
    ['another status', put(8.99), 5, row({ status: { S: 'FAILED' } })],
    ['another outbox', put(8.99), 5, row({ outbox: { S: 'com.pizzaco.payment.failed' } })],
    ['something else said', put(8.99), 5, row({ said: { M: {} } })],
    ['an item removed', put(8.99), 5, undefined],
  ])('is another for %s', (_, point, atMs, item) => {
    expect(traceOf(point, atMs, item)).not.toBe(traceOf(put(8.99), 5, row()));
  });

  it.each(PATTERNS)(
    'is another for a pizza of another price, made in the same steps: %s',
    async (pattern) => {
      const { [pattern]: stage } = await packagedStages();
      const script = scriptOf(pattern);
      const run = async (size: string) => {
        const steps: string[] = [];
        const orders = script.orders.map((order) => ({ ...order, size }));
        const { traceHash } = await runSchedule(
          stage,
          { ...script, orders },
          {
            exactly: new Map(),
            observer: ({ kind, source, target }, at) => void steps.push(`${at} ${kind} ${source} ${target}`),
          },
        );
        return { steps, traceHash };
      };
      const [small, medium] = [await run('small'), await run('medium')];
      expect(medium.steps).toEqual(small.steps);
      expect(medium.traceHash).not.toBe(small.traceHash);
    },
  );
});

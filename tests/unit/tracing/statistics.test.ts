import { describe, expect, it } from '@jest/globals';
import { statisticsOf } from '../../../scripts/tracing/statistics.ts';
import { order, ran, traceOf } from './traces.ts';

/** An order that is completed after so many ms. */
const completedAfter = (ms: number) => traceOf(ran('a', 'order', [0, ms], { fact: 'order.completed' }));

describe('statistics over traces', () => {
  it('percentiles are values that were measured: the nearest rank', () => {
    const traces = Array.from({ length: 100 }, (_, n) => completedAfter(100 - n));
    expect(statisticsOf(traces).completed).toEqual({ p50: 50, p90: 90, p99: 99 });
    expect(statisticsOf([completedAfter(7)]).completed).toEqual({ p50: 7, p90: 7, p99: 7 });
  });

  it('until ready, and until completed', () => {
    const { ready, completed } = statisticsOf([order()]);
    expect([ready?.p50, completed?.p50]).toEqual([260, 365]);
  });

  it('an order that was not completed counts nowhere but in the calls', () => {
    const cancelled = traceOf(ran('a', 'order', [0, 5], { fact: 'order.cancelled' }));
    const { ready, completed, path, calls } = statisticsOf([cancelled]);
    expect({ ready, completed, path }).toEqual({ ready: undefined, completed: undefined, path: [] });
    expect(calls).toEqual({ 'function runs': 1 });
  });

  it('calls an order, by service', () => {
    expect(statisticsOf([order(), order(), order()]).calls).toEqual({
      ...{ DynamoDB: 1, EventBridge: 1, 'function runs': 4 },
    });
  });

  it('hops in the order of the way, with how many orders went there', () => {
    const { path } = statisticsOf([order(), completedAfter(9)]);
    expect(path.map(({ who, what, orders }) => [who, what, orders])).toEqual([
      ['placeOrder', 'placeOrder.asked', 1],
      ['order', 'order.asked', 2],
      ['relay', 'order.created', 1],
    ]);
  });

  it('of no traces there are none', () => {
    expect(statisticsOf([])).toEqual({ ready: undefined, completed: undefined, path: [], calls: {} });
  });
});

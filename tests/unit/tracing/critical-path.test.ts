import { describe, expect, it } from '@jest/globals';
import { criticalPath } from '../../../scripts/tracing/critical-path.ts';
import { type Span, type Trace, whereSaid } from '../../../scripts/tracing/span.ts';
import { call, order, ran, traceOf } from './traces.ts';

const pathTo = (trace: Trace, fact: string) => {
  const goal = whereSaid(trace, fact);
  if (goal === undefined) throw new Error(`nobody said ${fact}`);
  return criticalPath(goal).map(({ who, what, at, waitMs, initMs, workMs }) => [
    who,
    what,
    at,
    waitMs,
    initMs,
    workMs,
  ]);
};

describe('the critical path', () => {
  it('tells time on the way, cold starts and work apart, hop by hop', () => {
    expect(pathTo(order(), 'order.completed')).toEqual([
      ['placeOrder', 'placeOrder.asked', 0, 0, 0, 10],
      ['relay', 'order.created', 10, 100, 0, 5],
      ['order', 'order.asked', 115, 200, 20, 30],
    ]);
  });

  it('adds up to the time that it took', () => {
    const total = criticalPath(whereSaid(order(), 'order.completed') as Span).reduce(
      (sum, { waitMs, initMs, workMs }) => sum + waitMs + initMs + workMs,
      0,
    );
    expect(total).toBe(365);
  });

  it('goes through the branch that ended last, and through the function that another one waits for', () => {
    const machine = {
      ...{ id: 'm', name: 'shop', from: 0, to: 200, origin: 'AWS::StepFunctions::StateMachine' },
      inside: [
        {
          ...{ id: 'p', name: 'Both', from: 0, to: 100 },
          inside: [
            { id: 'q', name: 'Quick', from: 0, to: 40, inside: [call('q-call', 'Lambda', 10, 40)] },
            { id: 's', name: 'Slow', from: 0, to: 100, inside: [call('s-call', 'Lambda', 20, 100)] },
          ],
        },
        { id: 'l', name: 'Last', from: 100, to: 200, inside: [call('l-call', 'Lambda', 110, 200)] },
      ],
    };
    const trace = traceOf(
      machine,
      ran('quick', 'quick', [10, 40], { parent: 'q-call' }),
      ran('slow', 'slow', [20, 100], { parent: 's-call', calls: [call('s-ask', 'Lambda', 30, 90)] }),
      ran('bank', 'bank', [40, 80], { parent: 's-ask' }),
      ran('last', 'last', [110, 200], { parent: 'l-call', fact: 'order.completed' }),
    );
    expect(pathTo(trace, 'order.completed')).toEqual([
      ['state machine', 'Slow', 0, 0, 0, 20],
      ['slow', 'slow.asked', 20, 0, 0, 40],
      ['bank', 'bank.asked', 40, 0, 0, 40],
      ['state machine', 'Last', 100, 0, 0, 10],
      ['last', 'last.asked', 110, 0, 0, 90],
    ]);
  });

  it("takes Lambda's own segment for the function in it, and nothing that X-Ray only guesses", () => {
    const trace = traceOf(
      { id: 's', name: 'shop-placeOrder', from: 0, to: 30, origin: 'AWS::Lambda' },
      ran('a', 'placeOrder', [10, 30], {
        parent: 's',
        fact: 'order.completed',
        calls: [call('db', 'DynamoDB', 12, 28)],
      }),
      { id: 'guess', name: 'DynamoDB', from: 12, to: 28, parent: 'db', inferred: true },
    );
    expect(pathTo(trace, 'order.completed')).toEqual([['placeOrder', 'placeOrder.asked', 0, 0, 0, 30]]);
    expect(trace.spans.map(({ name }) => name).filter((name) => name === 'DynamoDB')).toHaveLength(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { renderText, type StageResult } from '../../../scripts/tracing/report.ts';
import type { Trace } from '../../../scripts/tracing/span.ts';
import { statisticsOf } from '../../../scripts/tracing/statistics.ts';
import { order, ran, traceOf } from './traces.ts';

const resultOf = (trace: Trace): StageResult => ({
  stage: { name: 'choreography', pattern: 'choreography', stackName: 'shop' },
  orders: [{ orderId: 'o', status: 'created', traceId: '1-a' }],
  traces: [trace],
  statistics: statisticsOf([trace]),
});

describe('the report on stages', () => {
  it('has the critical path to completed only where an order was', () => {
    const heading = /the critical path to completed/;
    expect(renderText([resultOf(order())], 120)).toMatch(heading);
    const open = renderText([resultOf(traceOf(ran('1', 'placeOrder', [0, 10], {})))], 120);
    expect(open).not.toMatch(heading);
    expect(open).toMatch(/^choreography: an order, not completed$/m);
  });
});

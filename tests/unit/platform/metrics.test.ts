import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MetricId } from '../../../lab/kernel/ports.ts';
import { extractMetrics } from '../../../lab/logs/embedded-metrics.ts';
import { countFailures, measure, thisService } from '../../../src/platform/metrics.ts';

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  process.env.STAGE = 'dev';
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'pizza-two-ways-dev-placeOrder';
});

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.STAGE;
  delete process.env.AWS_LAMBDA_FUNCTION_NAME;
});

/** What CloudWatch makes of the lines. */
const extracted = () => {
  const found: [metric: MetricId, value: number][] = [];
  const metrics = {
    put: (metric: MetricId, value: number) => void found.push([metric, value]),
    sample: () => {},
  };
  for (const line of lines) extractMetrics(line, 'group', metrics);
  return found.map(([{ namespace, name, dimensions }, value]) => [`${namespace} ${name}`, dimensions, value]);
};

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
describe('a measure', () => {
  it('is one line of the embedded metric format, by stage', () => {
    measure({ OpenOrders: 2, OldestOpenOrderAge: 61 }, {});
    expect(lines).toEqual([expect.stringMatching(/^\{.+\}\n$/)]);
    expect(JSON.parse(lines[0] ?? '')._aws.CloudWatchMetrics[0].Metrics).toEqual([
      { Name: 'OpenOrders', Unit: 'Count' },
      { Name: 'OldestOpenOrderAge', Unit: 'Seconds' },
    ]);
    expect(extracted()).toEqual([
      ['PizzaTwoWays OpenOrders', { Stage: 'dev' }, 2],
      ['PizzaTwoWays OldestOpenOrderAge', { Stage: 'dev' }, 61],
    ]);
  });

  it('is told apart by service or fact; the order is on the line, and no dimension', () => {
    measure({ ProcessingLatency: [5, 7] }, thisService(), '12345');
    measure({ Facts: 1 }, { Fact: 'order.created' }, '12345');
    expect(extracted()).toEqual([
      ['PizzaTwoWays ProcessingLatency', { Stage: 'dev', Service: 'placeOrder' }, 5],
      ['PizzaTwoWays ProcessingLatency', { Stage: 'dev', Service: 'placeOrder' }, 7],
      ['PizzaTwoWays Facts', { Stage: 'dev', Fact: 'order.created' }, 1],
    ]);
    expect(lines.map((line) => JSON.parse(line).correlationId)).toEqual(['12345', '12345']);
  });

  it('is not taken outside of a stage', () => {
    delete process.env.STAGE;
    measure({ OpenOrders: 2 }, {});
    expect(lines).toEqual([]);
  });

  it('of failures is taken only when there are any', () => {
    countFailures(0);
    countFailures(2);
    expect(extracted()).toEqual([
      ['PizzaTwoWays ProcessingFailures', { Stage: 'dev', Service: 'placeOrder' }, 2],
    ]);
  });
});

import { createCloudWatch } from '../../../lab/cloudwatch/cloudwatch.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { PublishRequest } from '../../../lab/kernel/ports.ts';

export const START = Date.parse('2026-01-13T10:00:00Z');
export const MINUTE = 60_000;

export const depth = { namespace: 'AWS/SQS', name: 'Depth', dimensions: { QueueName: 'q' } };

/** An alarm on `depth`: more than 0 for a minute. */
export const onDepth = {
  AlarmName: 'deep',
  AlarmDescription: 'The queue is deep.',
  AlarmActions: ['topic'],
  OKActions: ['topic'],
  Namespace: 'AWS/SQS',
  MetricName: 'Depth',
  Dimensions: [{ Name: 'QueueName', Value: 'q' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

/** CloudWatch alone, and what it published. */
export const createWorld = () => {
  const kernel = virtualKernel({ seed: 1, startAt: START });
  const published: PublishRequest[] = [];
  const cloudwatch = createCloudWatch({
    kernel,
    topics: { publish: (request) => void published.push(request) },
  });
  /** Lets minutes pass, a little beyond their end. */
  const pass = async (minutes: number): Promise<void> => {
    const until = START + Math.floor((kernel.clock.now() - START) / MINUTE + minutes) * MINUTE + 1;
    kernel.clock.after(until - kernel.clock.now(), () => {});
    await kernel.clock.run(() => kernel.clock.now() >= until);
  };
  const states = (name: string): string[] => cloudwatch.history(name).map(({ to }) => to);
  return { kernel, cloudwatch, metrics: cloudwatch.metrics, published, pass, states };
};

// CloudWatch User Guide, "Specification: Embedded metric format".
import { describe, expect, it } from '@jest/globals';
import type { MetricId } from '../../../lab/kernel/ports.ts';
import { extractMetrics } from '../../../lab/logs/embedded-metrics.ts';

const AT = 1_768_298_400_000;

const metricsIn = (line: string) => {
  const found: [name: string, dimensions: MetricId['dimensions'], value: number, at: number | undefined][] =
    [];
  extractMetrics(line, 'group', {
    put: ({ namespace, name, dimensions }, value, at) =>
      found.push([`${namespace} ${name}`, dimensions, value, at]),
    sample: () => {},
  });
  return found;
};

const directive = { Namespace: 'Shop', Dimensions: [['Stage']], Metrics: [{ Name: 'Lag', Unit: 'Count' }] };
const line = (members: object, directives: unknown = [directive]) =>
  JSON.stringify({
    _aws: { Timestamp: AT, CloudWatchMetrics: directives },
    Stage: 'dev',
    Lag: 3,
    ...members,
  });
const invalid = [['AWS/Logs EMFValidationErrors', { LogGroupName: 'group' }, 1, undefined]];

describe('a log line', () => {
  it('gives the metrics that it names, at its own time', () => {
    expect(metricsIn(line({}))).toEqual([['Shop Lag', { Stage: 'dev' }, 3, AT]]);
  });

  it('gives every value of an array, under every dimension set', () => {
    const sets = [{ ...directive, Dimensions: [['Stage'], ['Stage', 'Service'], []] }];
    expect(metricsIn(line({ Lag: [1, 2], Service: 'order' }, sets)).map(([, ...rest]) => rest)).toEqual([
      [{ Stage: 'dev' }, 1, AT],
      [{ Stage: 'dev' }, 2, AT],
      [{ Stage: 'dev', Service: 'order' }, 1, AT],
      [{ Stage: 'dev', Service: 'order' }, 2, AT],
      [{}, 1, AT],
      [{}, 2, AT],
    ]);
  });

  it.each([
    ['without metrics', '{"message":"heard"}'],
    ['with anything before the object', `2026-01-13T10:00:00Z\tid\tINFO\t${line({})}`],
    ['that speaks of them in a text', '{"message":"\\"_aws\\" is a member"}'],
    ['with other metadata', '{"_aws":"none"}'],
  ])('%s gives none', (_, text) => {
    expect(metricsIn(text)).toEqual([]);
  });

  it.each([
    ['a metric that is not there', line({ Lag: undefined })],
    ['a metric that is no number', line({ Lag: '3' })],
    ['more than 100 values', line({ Lag: Array.from({ length: 101 }, () => 1) })],
    ['a dimension that is not there', line({ Stage: undefined })],
    ['a dimension that is no text', line({ Stage: 1 })],
    ['a directive without a namespace', line({}, [{ ...directive, Namespace: undefined }])],
    ['no list of directives', line({}, {})],
    ['no timestamp', JSON.stringify({ _aws: { CloudWatchMetrics: [directive] }, Stage: 'dev', Lag: 3 })],
  ])('with %s gives none either, and counts as an error', (_, text) => {
    expect(metricsIn(text)).toEqual(invalid);
  });
});

import { arn } from '../kernel/account.ts';
import { type Properties, readerOf } from '../template/properties.ts';
import { listOf, type Measured, ONE_METRIC, readMetrics, readOneMetric, TYPE } from './alarm-metrics.ts';
import type { AlarmState, Rule } from './evaluate.ts';

/** An AWS::CloudWatch::Alarm, read. */
export interface Alarm extends Rule, Measured {
  readonly name: string;
  readonly arn: string;
  /** What it was read from. */
  readonly properties: Properties;
  readonly description: string | undefined;
  readonly breaches: (value: number) => boolean;
  /** As the reason for a state names it: `GreaterThanThreshold 600`. */
  readonly comparison: string;
  /** Topic ARNs by the state that calls them. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  readonly actionsEnabled: boolean;
}

const OPERATORS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const TREATMENTS = ['missing', 'notBreaching', 'breaching', 'ignore'] as const;

const COMMON = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
  'ComparisonOperator',
  'Threshold',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'TreatMissingData',
  'Tags', // inert in the lab
];

/** Minutes of a day: no alarm looks back further. */
const MOST_PERIODS = 1440;

const countOf = (name: string, value: number | undefined, most: number): number => {
  if (value !== undefined && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${TYPE}.${name} must be an integer from 1 to ${most}: ${value}`);
};

/** One of the words that a property may have. */
const wordOf = <Word extends string>(name: string, word: string, words: readonly Word[]): Word => {
  const found = words.find((each) => each === word);
  if (found === undefined) throw new Error(`${TYPE}.${name} ${word} is not supported by the lab`);
  return found;
};

/**
 * Reads the properties of an AWS::CloudWatch::Alarm (CloudFormation Template Reference).
 * @throws Error naming a property, or a value, that is wrong or that the lab does not support
 */
export const readAlarm = (properties: Properties): Alarm => {
  const isMath = properties.Metrics !== undefined;
  const reader = readerOf(TYPE, properties, [...COMMON, ...(isMath ? ['Metrics'] : ONE_METRIC)]);
  const operator = wordOf('ComparisonOperator', reader.text('ComparisonOperator'), Object.keys(OPERATORS));
  const threshold = reader.optionalNumber('Threshold');
  const breaches = OPERATORS[operator];
  if (threshold === undefined || breaches === undefined) throw new Error(`${TYPE}.Threshold is required`);
  const evaluationPeriods = countOf(
    'EvaluationPeriods',
    reader.optionalNumber('EvaluationPeriods'),
    MOST_PERIODS,
  );
  const datapoints = reader.optionalNumber('DatapointsToAlarm') ?? evaluationPeriods;
  const treatment = reader.optionalText('TreatMissingData') ?? 'missing';
  const actions = (name: string): readonly string[] => listOf(TYPE, properties, name).map(String);
  const name = reader.text('AlarmName');
  return {
    ...(isMath ? readMetrics(listOf(TYPE, properties, 'Metrics')) : readOneMetric(properties)),
    name,
    arn: arn('cloudwatch', `alarm:${name}`),
    properties,
    description: reader.optionalText('AlarmDescription'),
    evaluationPeriods,
    datapointsToAlarm: countOf('DatapointsToAlarm', datapoints, evaluationPeriods),
    treatMissingData: wordOf('TreatMissingData', treatment, TREATMENTS),
    breaches: (value) => breaches(value, threshold),
    comparison: `${operator} ${threshold}`,
    actionsEnabled: reader.optionalFlag('ActionsEnabled') ?? true,
    actions: {
      ALARM: actions('AlarmActions'),
      OK: actions('OKActions'),
      INSUFFICIENT_DATA: actions('InsufficientDataActions'),
    },
  };
};

import type { MetricId } from '../../kernel/ports.ts';
import { type Dimension, metricIdOf } from './dimensions.ts';
import { assertKnown, invalidValue } from './page.ts';

interface Datum {
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  /** Epoch seconds. */
  readonly Timestamp?: number;
  readonly Value?: number;
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
}

export interface PutMetricDataInput {
  readonly Namespace: string;
  readonly MetricData: readonly Datum[];
}

/** What a datum adds to a metric at a moment in epoch ms: its values, each with how often it came. */
export interface Addition {
  readonly metric: MetricId;
  readonly at: number;
  readonly counts: readonly (readonly [value: number, count: number])[];
}

const INPUT = ['Namespace', 'MetricData', 'StrictEntityValidation'];
const DATUM = [
  ...['MetricName', 'Dimensions', 'Timestamp', 'Value', 'Values', 'Counts'],
  ...['Unit', 'StorageResolution'],
];

const MAX_DATA = 1000;
const MAX_VALUES = 150;
const LARGEST_VALUE = 2 ** 360;
const HOUR_MS = 3_600_000;
const OLDEST_MS = 14 * 24 * HOUR_MS;
const NEWEST_MS = 2 * HOUR_MS;

const checkSize = (path: string, list: readonly unknown[], most: number): void => {
  if (list.length > most)
    throw invalidValue(`The collection ${path} must not have a size greater than ${most}.`);
};

const checkEach = (
  pathOf: (at: number) => string,
  numbers: readonly number[],
  isValid: (number: number) => boolean,
): void => {
  const at = numbers.findIndex((number) => !(Number.isFinite(number) && isValid(number)));
  if (at >= 0) throw invalidValue(`The value ${numbers[at]} for parameter ${pathOf(at)} is invalid.`);
};

const checkTime = (path: string, at: number, now: number): void => {
  if (!(at >= now - OLDEST_MS))
    throw invalidValue(`The parameter ${path} must specify a time within the past two weeks.`);
  if (at > now + NEWEST_MS)
    throw invalidValue(`The parameter ${path} must specify a time no more than two hours in the future.`);
};

const readDatum = (path: string, Namespace: string, datum: Datum, now: number): Addition => {
  assertKnown('PutMetricData.MetricData', datum, DATUM);
  const { MetricName, Dimensions, Timestamp, Value, Values = [], Counts } = datum;
  checkSize(`${path}.Values`, Values, MAX_VALUES);
  const values = Value === undefined ? Values : [Value];
  if (values.length === 0 || (Counts !== undefined && Counts.length !== values.length))
    throw invalidValue(`The metric ${MetricName} needs a Value, or as many Counts as Values.`);
  const valuePath = (at: number) =>
    Value === undefined ? `${path}.Values.member.${at + 1}` : `${path}.Value`;
  checkEach(valuePath, values, (value) => Math.abs(value) <= LARGEST_VALUE);
  checkEach(
    (at) => `${path}.Counts.member.${at + 1}`,
    Counts ?? [],
    (count) => count > 0,
  );
  const at = Timestamp === undefined ? now : Timestamp * 1000;
  checkTime(`${path}.Timestamp`, at, now);
  return {
    metric: metricIdOf({ Namespace, MetricName, ...(Dimensions && { Dimensions }) }),
    at,
    counts: values.map((value, index) => [value, Counts?.[index] ?? 1]),
  };
};

/**
 * Reads all of the data, before any is kept. Source: CloudWatch API Reference, "PutMetricData" and "MetricDatum"; the
 * words for a size (https://github.com/aws/aws-sdk-java-v2/issues/3080), for the past
 * (https://github.com/cloud-custodian/cloud-custodian/issues/2559) and for a value
 * (https://github.com/azagniotov/codahale-aggregated-metrics-cloudwatch-reporter/issues/4) are AWS's, the others ours.
 * @throws AwsError (InvalidParameterValueException)
 */
export const readMetricData = (input: PutMetricDataInput, now: number): readonly Addition[] => {
  assertKnown('PutMetricData', input, INPUT);
  const { Namespace, MetricData } = input;
  if (Namespace.startsWith('AWS/'))
    throw invalidValue("The value AWS/ for parameter Namespace is invalid: it must not start with 'AWS/'.");
  checkSize('MetricData', MetricData, MAX_DATA);
  return MetricData.map((datum, index) => readDatum(`MetricData.member.${index + 1}`, Namespace, datum, now));
};

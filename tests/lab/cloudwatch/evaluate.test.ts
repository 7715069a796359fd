// CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data": its two tables, X a breaching data
// point, 0 one that is not, - a missing one.
import { describe, expect, it } from '@jest/globals';
import { type AlarmState, evaluate, type MissingData } from '../../../lab/cloudwatch/evaluate.ts';

const points = (text: string): (boolean | undefined)[] =>
  text.split(' ').map((point) => (point === '-' ? undefined : point === 'X'));

const KEEP = 'retain current state';
type Row = readonly [
  points: string,
  missing: string,
  ignore: string,
  breaching: string,
  notBreaching: string,
];
const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

const threeOfThree: readonly Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', KEEP, 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', KEEP, 'ALARM', 'OK'],
];

const twoOfThree: readonly Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', KEEP, 'ALARM', 'OK'],
];

describe.each([
  [3, threeOfThree],
  [2, twoOfThree],
])('with %i of 3 data points to alarm', (datapointsToAlarm, rows) => {
  describe.each(rows)('%s', (text, ...expected) => {
    it.each(TREATMENTS.map((treatment, index) => [treatment, expected[index] ?? ''] as const))(
      'is, when missing data is %s: %s',
      (treatMissingData, state) => {
        const rule = { evaluationPeriods: 3, datapointsToAlarm, treatMissingData };
        const from = (current: AlarmState) => evaluate(points(text), rule, current);
        if (state === KEEP) expect([from('OK'), from('ALARM')]).toEqual(['OK', 'ALARM']);
        else expect([from('OK'), from('ALARM')]).toEqual([state, state]);
      },
    );
  });
});

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type MissingData = 'missing' | 'notBreaching' | 'breaching' | 'ignore';

/** How many of how many data points make an alarm. */
export interface Rule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

/**
 * CloudWatch looks further back than the evaluation periods, so that a late data point is no missing one. How much
 * is not published; by the user guide's example it is five data points for three periods.
 */
const FURTHER_BACK = 2;

/** How many data points `evaluate` wants. */
export const evaluationRange = ({ evaluationPeriods }: Rule): number => evaluationPeriods + FURTHER_BACK;

/**
 * The state by the data points of the evaluation range, the oldest first; `undefined` is a missing one, `true` one
 * that breaches. As long as enough of them are there the missing ones do not count, however they are to be treated.
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data", with its tables.
 */
export const evaluate = (
  points: readonly (boolean | undefined)[],
  { evaluationPeriods, datapointsToAlarm, treatMissingData }: Rule,
  current: AlarmState,
): AlarmState => {
  const real = points.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const breaching = real.filter(Boolean).length;
  const missing = evaluationPeriods - real.length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (missing === 0) return 'OK';
  switch (treatMissingData) {
    case 'notBreaching':
      return 'OK';
    case 'breaching':
      return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
    case 'missing':
      if (real.length === 0) return 'INSUFFICIENT_DATA';
      return breaching === real.length ? 'ALARM' : 'OK';
    case 'ignore':
      return breaching === real.length ? current : 'OK';
    default:
      return treatMissingData satisfies never;
  }
};

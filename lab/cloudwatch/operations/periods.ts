import { invalidValue } from './page.ts';

/** Epoch seconds; the start is included. */
export interface Span {
  readonly StartTime: number;
  readonly EndTime: number;
}

/** The periods that begin within a span, oldest first; epoch ms. Throws InvalidParameterValue beyond `most`. */
export const periodsOf = (
  { StartTime, EndTime }: Span,
  seconds: number,
  most: number,
): readonly { readonly from: number; readonly to: number }[] => {
  if (!(seconds > 0 && seconds % 60 === 0))
    throw new Error(`periods of ${seconds} seconds are not supported by the lab, whole minutes are`);
  if (StartTime >= EndTime)
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const period = seconds * 1000;
  const first = Math.floor((StartTime * 1000) / period) * period;
  const count = Math.ceil((EndTime * 1000 - first) / period);
  if (count > most)
    throw invalidValue(`You have requested up to ${count} datapoints, which exceeds the limit of ${most}.`);
  return Array.from({ length: count }, (_, index) => ({
    from: first + index * period,
    to: first + (index + 1) * period,
  }));
};

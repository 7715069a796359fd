/**
 * Money between the two forms it takes here: decimal numbers in events (15.99), whole minor units (1599) wherever
 * anything is computed. Both directions are exact; what has no exact counterpart is refused, never rounded.
 */

/** The largest amount in minor units. Far below 2^53 / 100, so every amount has one double and every such double one amount. */
const MAX_MINOR_UNITS = 1_000_000_000_000;

/** Whether `value` is an amount of money: zero or more, at most two decimals, at most ten thousand million. */
export function isAmount(value: number): boolean {
  const minor = Math.round(value * 100);
  // Division is correctly rounded: it gives back the very double that the two-decimal literal was read as.
  return minor >= 0 && minor <= MAX_MINOR_UNITS && minor / 100 === value;
}

/** `15.99` → `1599`. Throws a RangeError for what is not an amount: more than two decimals, negative, NaN. */
export function toMinorUnits(decimal: number): number {
  if (!isAmount(decimal)) throw new RangeError(`${decimal} is not an amount with at most two decimals`);
  return Math.abs(Math.round(decimal * 100));
}

/** `1599` → `15.99`. Throws a RangeError for what is not a whole number of minor units from 0 up. */
export function fromMinorUnits(minor: number): number {
  if (!Number.isInteger(minor) || minor < 0 || minor > MAX_MINOR_UNITS) {
    throw new RangeError(`${minor} is not a whole, non-negative number of minor units`);
  }
  return minor / 100;
}

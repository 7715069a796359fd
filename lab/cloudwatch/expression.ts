/** One data point for each of an expression's ids; undefined where one is missing. */
type Points = (id: string) => number | undefined;

/** A metric math expression, for one moment. Undefined is a missing data point. */
export type Expression = (points: Points) => number | undefined;

export const ID = /^[a-z]\w*$/;
const FILL = /^FILL\(\s*([a-z]\w*)\s*,\s*(-?\d+(?:\.\d+)?)\s*\)$/;

/** Makes the error about an id that an expression names and nothing has. */
type Unknown = (id: string) => Error;

const termOf = (text: string, known: ReadonlySet<string>, unknown: Unknown): Expression => {
  const [, filled, value] = FILL.exec(text) ?? [];
  const id = filled ?? text;
  if (!ID.test(id)) throw new Error(`the metric math expression "${text}" is not supported by the lab`);
  if (!known.has(id)) throw unknown(id);
  return value === undefined ? (points) => points(id) : (points) => points(id) ?? Number(value);
};

/**
 * Reads a sum of ids and `FILL(id, number)`. A sum misses a data point when one of its terms does.
 * Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
 * @throws Error for any other expression, and what `unknown` makes of an id that is not known
 */
export const parseExpression = (text: string, known: ReadonlySet<string>, unknown: Unknown): Expression => {
  const terms = text.split('+').map((term) => termOf(term.trim(), known, unknown));
  return (points) => {
    let total = 0;
    for (const term of terms) {
      const value = term(points);
      if (value === undefined) return undefined;
      total += value;
    }
    return total;
  };
};

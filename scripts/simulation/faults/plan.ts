import type { FaultPlan, Point, Verdict } from '../../../lab/kernel/point.ts';
import { chanceOf, combine, hashText } from '../chance.ts';
import type { FaultKind, Rates } from './kinds.ts';
import { chanceAt, kindsAt, verdictOf } from './points.ts';

/** A fault that struck. */
export interface Struck {
  /** Which point it was: the same for the same seed, whatever other faults there are. */
  readonly id: string;
  readonly kind: FaultKind;
}

/** Points that have the same kind, source and target. */
interface Place {
  readonly name: string;
  readonly hash: number;
  /** Each kind that can strike here, with the sum of the rates up to it. */
  readonly steps: readonly { readonly kind: FaultKind; readonly upTo: number }[];
  passed: number;
}

/**
 * Strikes points by chance, each with its own: what a seed does to the n-th call of a function to a service does not
 * depend on anything else that happens.
 *
 * @param only strike none but these
 * @param exactly strike these, by no chance at all
 */
export const createPlan = (options: {
  readonly seed: number;
  readonly rates: Rates;
  readonly only: ReadonlySet<string> | undefined;
  readonly exactly: ReadonlyMap<string, FaultKind> | undefined;
  readonly isQuiet: () => boolean;
  /** Whether a fault would change nothing at this point: then it does not strike. */
  readonly isIdle: (kind: FaultKind, point: Point) => boolean;
  readonly onStrike: (struck: Struck, point: Point) => void;
}): FaultPlan => {
  const { seed, rates, only, exactly, isQuiet, isIdle, onStrike } = options;
  const places = new Map<string, Map<string, Place>>();

  const placeOf = (point: Point): Place => {
    const ofSource = places.get(point.source) ?? new Map<string, Place>();
    places.set(point.source, ofSource);
    const key = point.kind === 'delivery' ? `>${point.target}` : point.target;
    const known = ofSource.get(key);
    if (known !== undefined) return known;
    let upTo = 0;
    const steps = kindsAt(point).flatMap((kind) => {
      const rate = rates[kind] ?? 0;
      upTo += rate;
      return rate > 0 ? [{ kind, upTo }] : [];
    });
    const name = `${point.kind} ${point.source} ${point.target}`;
    const place = { name, hash: combine(hashText(name), seed), steps, passed: 0 };
    ofSource.set(key, place);
    return place;
  };

  return (point): Verdict | undefined => {
    const place = placeOf(point);
    const number = ++place.passed;
    const { steps } = place;
    if (exactly !== undefined) {
      const id = `${place.name} #${number}`;
      const kind = exactly.get(id);
      if (kind === undefined || isIdle(kind, point)) return undefined;
      onStrike({ id, kind }, point);
      return verdictOf(kind, point, chanceAt(place.hash));
    }
    if (steps.length === 0 || isQuiet()) return undefined;
    const hash = combine(place.hash, number);
    const chance = chanceOf(hash);
    const step = steps.find(({ upTo }) => chance < upTo);
    if (step === undefined || isIdle(step.kind, point)) return undefined;
    const struck = { id: `${place.name} #${number}`, kind: step.kind };
    if (only !== undefined && !only.has(struck.id)) return undefined;
    onStrike(struck, point);
    return verdictOf(step.kind, point, chanceAt(hash));
  };
};

import type { FaultError, FaultPlan, Observer, Point, Verdict } from '../kernel/point.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** When a rule stops holding: so many invocations of a function have succeeded since the script was installed. */
export interface Succeeded {
  readonly function: string;
  /** Default 1. */
  readonly succeeded?: number;
}

/** One line of a script: which points it strikes, and what it makes of them. Functions go by their short names. */
export interface ScriptRule {
  /**
   * `delivery`: something is carried to the function. `invocation`: the function is about to run. `call`: the
   * function calls a service.
   */
  readonly at: 'delivery' | 'invocation' | 'call';
  /** The function that is delivered to, runs, or calls. Any when absent. */
  readonly function?: string;
  /** For `call`: `<service>:<Operation>`, as `dynamodb:PutItem`. */
  readonly calls?: string;
  /** For `delivery` and `invocation`: the kind of carrier, as `rule`, `stream`, `queue`, `states`. */
  readonly by?: string;
  /** An EventBridge pattern that the payload matches. */
  readonly matches?: object;
  /** Seconds since the script was installed, from which on the rule holds. Default 0. */
  readonly fromSecond?: number;
  /** Seconds since the script was installed, until which the rule holds. Default for ever. */
  readonly untilSecond?: number;
  /** How often the rule strikes at most. Default without limit. */
  readonly times?: number;

  readonly holdUntil?: readonly Succeeded[];
  readonly delaySeconds?: number;
  readonly fail?: FaultError;
  /** How often to deliver in all. */
  readonly deliveries?: number;
  readonly drop?: boolean;
}

interface ScriptOptions {
  /** What stands before the short name of a function: `<service>-<stage>-`. */
  readonly prefix: string;
  /** The event pattern language. */
  readonly compilePattern: (pattern: unknown) => (payload: unknown) => boolean;
}

/** Installs a script; answers how to take it out again. Throws for a pattern that is not valid. */
export const installScript = (
  kernel: Kernel,
  rules: readonly ScriptRule[],
  options: ScriptOptions,
): (() => void) => {
  const startedAt = kernel.clock.now();
  const successes = countSuccesses(options.prefix);
  const strikers = rules.map((rule) => createStriker(rule, options, successes));
  const plan: FaultPlan = (point) => {
    const second = (kernel.clock.now() - startedAt) / 1000;
    const verdicts = strikers.flatMap((strike) => strike(point, second) ?? []);
    return verdicts.length === 0 ? undefined : combine(verdicts);
  };
  const removers = [kernel.observe(successes.observer), kernel.install(plan)];
  return () => {
    for (const remove of removers) remove();
  };
};

interface Successes {
  readonly observer: Observer;
  /** Resolves when all of them have come about. */
  all(conditions: readonly Succeeded[]): Promise<void>;
}

const countSuccesses = (prefix: string): Successes => {
  const counts = new Map<string, number>();
  const waiting = new Set<() => void>();
  const isMet = ({ function: name, succeeded = 1 }: Succeeded): boolean => (counts.get(name) ?? 0) >= succeeded;
  return {
    observer: (point) => {
      if (point.kind !== 'outcome' || point.target !== 'succeeded') return;
      const name = shortName(point.source, prefix);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      for (const check of waiting) check();
    },
    all: (conditions) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!conditions.every(isMet)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
};

const shortName = (name: string, prefix: string): string => name.replace(`function:${prefix}`, '');

/** The function that a point is about. */
const functionOf = (point: Point, prefix: string): string =>
  shortName(point.kind === 'call' ? point.source : point.target, prefix);

type Striker = (point: Point, second: number) => Verdict | undefined;

const createStriker = (
  rule: ScriptRule,
  { prefix, compilePattern }: ScriptOptions,
  successes: Successes,
): Striker => {
  const matches = rule.matches === undefined ? () => true : compilePattern(rule.matches);
  let struck = 0;
  const applies = (point: Point, second: number): boolean =>
    point.kind === rule.at &&
    (rule.function === undefined || functionOf(point, prefix) === rule.function) &&
    (rule.calls === undefined || point.target === rule.calls) &&
    (rule.by === undefined || point.source.startsWith(`${rule.by}:`)) &&
    second >= (rule.fromSecond ?? 0) &&
    second < (rule.untilSecond ?? Number.POSITIVE_INFINITY) &&
    struck < (rule.times ?? Number.POSITIVE_INFINITY) &&
    matches(point.payload);
  return (point, second) => {
    if (!applies(point, second)) return undefined;
    struck++;
    return {
      ...(rule.holdUntil && { hold: successes.all(rule.holdUntil) }),
      ...(rule.delaySeconds !== undefined && { delayMs: rule.delaySeconds * 1000 }),
      ...(rule.fail && { error: rule.fail }),
      ...(rule.deliveries !== undefined && { copies: rule.deliveries }),
      ...(rule.drop !== undefined && { drop: rule.drop }),
    };
  };
};

const combine = (verdicts: readonly Verdict[]): Verdict => {
  const error = verdicts.find((verdict) => verdict.error)?.error;
  const holds = verdicts.flatMap(({ hold }) => (hold ? [hold] : []));
  return {
    delayMs: verdicts.reduce((sum, { delayMs = 0 }) => sum + delayMs, 0),
    ...(holds.length > 0 && { hold: Promise.all(holds).then(() => undefined) }),
    drop: verdicts.some(({ drop }) => drop),
    copies: Math.max(...verdicts.map(({ copies = 1 }) => copies)),
    ...(error && { error }),
  };
};

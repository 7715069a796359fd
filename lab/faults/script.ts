import type { Clock } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { FaultError, FaultPlan, Observer, Point } from '../kernel/point.ts';

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
  /** The function that is delivered to, runs, or calls. When absent anything: queues and state machines as well. */
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
  /** For `invocation`: what the function is taken to have answered. */
  readonly answer?: unknown;
  /** Stops every execution that runs at this moment. */
  readonly stopExecutions?: boolean;
}

interface ScriptOptions {
  /** What stands before the short name of a function: `<service>-<stage>-`. */
  readonly prefix: string;
  /** The event pattern language. */
  readonly compilePattern: (pattern: unknown) => (payload: unknown) => boolean;
  readonly stopExecutions: () => void;
}

/**
 * Installs a script; answers how to take it out again, which lets go what is held. Throws for a pattern that is not
 * valid.
 */
export const installScript = (
  kernel: Kernel,
  rules: readonly ScriptRule[],
  options: ScriptOptions,
): (() => void) => {
  const successes = countSuccesses(options.prefix);
  const plans = rules.map((rule) => createPlan(rule, kernel.clock, options, successes));
  const removers = [kernel.observe(successes.observer), ...plans.map((plan) => kernel.install(plan))];
  return () => {
    for (const remove of removers) remove();
    successes.letGo();
  };
};

interface Successes {
  readonly observer: Observer;
  /** Resolves when all of them have come about. */
  all(conditions: readonly Succeeded[]): Promise<void>;
  /** Resolves what still waits. */
  letGo(): void;
}

const countSuccesses = (prefix: string): Successes => {
  const counts = new Map<string, number>();
  const waiting = new Set<{ readonly conditions: readonly Succeeded[]; readonly resolve: () => void }>();
  const isMet = ({ function: name, succeeded = 1 }: Succeeded): boolean =>
    (counts.get(name) ?? 0) >= succeeded;
  return {
    observer: (point) => {
      if (point.kind !== 'outcome' || point.target !== 'succeeded') return;
      const name = shortName(point.source, prefix);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      for (const waiter of waiting) {
        if (!waiter.conditions.every(isMet)) continue;
        waiting.delete(waiter);
        waiter.resolve();
      }
    },
    all: (conditions) =>
      new Promise((resolve) => {
        if (conditions.every(isMet)) resolve();
        else waiting.add({ conditions, resolve });
      }),
    letGo: () => {
      for (const { resolve } of waiting) resolve();
    },
  };
};

const shortName = (name: string, prefix: string): string => name.replace(`function:${prefix}`, '');

/** The function that a point is about. */
const functionOf = (point: Point, prefix: string): string =>
  shortName(point.kind === 'call' ? point.source : point.target, prefix);

/** What one rule makes of the points; the kernel adds up the verdicts of all. */
const createPlan = (
  rule: ScriptRule,
  clock: Clock,
  { prefix, compilePattern, stopExecutions }: ScriptOptions,
  successes: Successes,
): FaultPlan => {
  const matches = rule.matches === undefined ? () => true : compilePattern(rule.matches);
  const startsAt = clock.now() + (rule.fromSecond ?? 0) * 1000;
  const endsAt = clock.now() + (rule.untilSecond ?? Number.POSITIVE_INFINITY) * 1000;
  let struck = 0;
  const applies = (point: Point): boolean =>
    point.kind === rule.at &&
    (rule.function === undefined || functionOf(point, prefix) === rule.function) &&
    (rule.calls === undefined || point.target === rule.calls) &&
    (rule.by === undefined || point.source.startsWith(`${rule.by}:`)) &&
    clock.now() >= startsAt &&
    clock.now() < endsAt &&
    struck < (rule.times ?? Number.POSITIVE_INFINITY) &&
    matches(point.payload);
  return (point) => {
    if (!applies(point)) return undefined;
    struck++;
    if (rule.stopExecutions) stopExecutions();
    return {
      ...(rule.holdUntil && { hold: successes.all(rule.holdUntil) }),
      ...(rule.delaySeconds !== undefined && { delayMs: rule.delaySeconds * 1000 }),
      ...(rule.fail && { error: rule.fail }),
      ...(rule.deliveries !== undefined && { copies: rule.deliveries }),
      ...(rule.drop !== undefined && { drop: rule.drop }),
      ...(rule.answer !== undefined && { answer: rule.answer }),
    };
  };
};

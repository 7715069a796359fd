import { type Clock, realClock, type VirtualClock, virtualClock } from './clock.ts';
import { drawLatency, type Latency } from './latency.ts';
import type { FaultPlan, Observer, Passage, Point, Verdict } from './point.ts';
import { createRandom, type Random } from './random.ts';

/** What every engine of the lab stands on: time, chance, and the points where faults may strike. */
export interface Kernel {
  readonly clock: Clock;
  readonly random: Random;
  /** Lets the latency of a hop pass. */
  wait(latency: Latency): Promise<void>;
  /** Takes a point through its latency and the faults installed. Resolves when it may go on. */
  pass(point: Point, latency?: Latency): Promise<Passage>;
  /** Tells the observers of an outcome. */
  tell(source: string, target: string, payload: unknown): void;
  /** Installs a plan of faults; answers how to take it out again. */
  install(plan: FaultPlan): () => void;
  /** Adds an observer; answers how to take it out again. */
  observe(observer: Observer): () => void;
}

export interface VirtualKernel extends Kernel {
  readonly clock: VirtualClock;
}

const NONE: Passage = { copies: 1, error: undefined };

const merge = (verdicts: readonly Verdict[]) => ({
  delayMs: verdicts.reduce((sum, verdict) => sum + (verdict.delayMs ?? 0), 0),
  holds: verdicts.flatMap((verdict) => (verdict.hold ? [verdict.hold] : [])),
  copies: verdicts.some((verdict) => verdict.drop)
    ? 0
    : Math.max(1, ...verdicts.map((verdict) => verdict.copies ?? 1)),
  error: verdicts.find((verdict) => verdict.error)?.error,
  answer: verdicts.find((verdict) => verdict.answer !== undefined)?.answer,
  environment: verdicts.find((verdict) => verdict.environment)?.environment,
});

const createKernel = <C extends Clock>(
  clock: C,
  random: Random,
  hasLatency: boolean,
): Kernel & { clock: C } => {
  const plans = new Set<FaultPlan>();
  const observers = new Set<Observer>();
  const latencies = random.fork('latency');
  const draw = (latency: Latency): number => (hasLatency ? drawLatency(latency, latencies) : 0);
  const decide = (point: Point): readonly Verdict[] => {
    const verdicts: Verdict[] = [];
    for (const plan of plans) {
      const verdict = plan(point);
      if (verdict !== undefined) verdicts.push(verdict);
    }
    return verdicts;
  };
  const see = (point: Point, struck?: Passage): void => {
    for (const observer of observers) observer(point, clock.now(), struck);
  };
  const remover = <T>(set: Set<T>, member: T): (() => void) => {
    set.add(member);
    return () => void set.delete(member);
  };
  return {
    clock,
    random,
    wait: (latency) => clock.sleep(draw(latency)),
    pass: async (point, latency) => {
      const verdicts = decide(point);
      const base = latency === undefined ? 0 : draw(latency);
      if (verdicts.length === 0) {
        if (base > 0) await clock.sleep(base);
        see(point);
        return NONE;
      }
      const { delayMs, holds, ...passage } = merge(verdicts);
      await clock.sleep(base + delayMs);
      await Promise.all(holds);
      see(point, passage);
      return passage;
    },
    tell: (source, target, payload) => see({ kind: 'outcome', source, target, payload }),
    install: (plan) => remover(plans, plan),
    observe: (observer) => remover(observers, observer),
  };
};

/** A kernel whose time passes only as things happen. `startAt` in epoch ms. */
export const virtualKernel = (options: { seed: number; startAt: number }): VirtualKernel =>
  createKernel(virtualClock(options.startAt), createRandom(options.seed), true);

/** A kernel on the wall clock; hops take the time they really take. */
export const realKernel = (options: { seed: number }): Kernel =>
  createKernel(realClock(), createRandom(options.seed), false);

import type { FaultPlan, Point, Verdict } from '../../../lab/kernel/point.ts';
import { type SimulatedLab, START } from '../lab.ts';
import { redriveAll } from '../redrive.ts';
import type { Incident, Script } from '../script.ts';
import type { Stage } from '../stage.ts';
import { forge, type Published } from './forgery.ts';

/** What incidents need to see of what happened so far. */
export interface Seen {
  /** In the order of publication. */
  readonly published: readonly Published[];
  /** Inputs of the executions started, in order. */
  readonly starts: readonly { readonly name: string; readonly input: string }[];
  /** Whether every service has heard of the order. */
  isHeard(orderId: string): boolean;
}

const CRASH = { name: 'Runtime.ExitError', message: 'the function is down' } as const;
const THROTTLED = { name: 'TooManyRequestsException', message: 'Rate Exceeded.', status: 429 } as const;

type Window = Extract<Incident, { kind: 'outage' | 'stream pause' }>;

/** What a window makes of the points that it covers. `windows`: all that the schedule has. */
const windowPlan = (
  window: Window,
  windows: readonly Window[],
  { prefix, tables }: Stage,
  now: () => number,
): FaultPlan => {
  const isOpen = ({ fromMs, toMs } = window): boolean => now() >= START + fromMs && now() < START + toMs;
  if (window.kind === 'stream pause') {
    const source = `stream:${tables.get(window.table)}`;
    const pauses = windows.filter((each) => each.kind === 'stream pause' && each.table === window.table);
    // Of pauses at the same time the longest counts; their delays would add up.
    const isLongest = (): boolean =>
      pauses.filter((pause) => isOpen(pause)).sort((a, b) => b.toMs - a.toMs)[0] === window;
    // Held until the pause is over, and then turned away once: only now does the mapping look at how old it is.
    return (point): Verdict | undefined =>
      point.kind === 'delivery' && point.source === source && isOpen() && isLongest()
        ? { delayMs: START + window.toMs - now(), error: THROTTLED }
        : undefined;
  }
  const target = `function:${prefix}${window.function}`;
  const [kind, error] = window.throttled
    ? (['delivery', THROTTLED] as const)
    : (['invocation', CRASH] as const);
  return (point: Point): Verdict | undefined =>
    point.kind === kind && point.target === target && isOpen() ? { error } : undefined;
};

/** Lets the incidents of a script happen. `only`: none but these, by position. */
export const installIncidents = (
  lab: SimulatedLab,
  stage: Stage,
  { incidents }: Script,
  seen: Seen,
  options: {
    readonly only: ReadonlySet<number> | undefined;
    readonly onIncident: (position: number, incident: Incident) => void;
    /** Something forged was let in; every function that takes it must keep it whole. */
    readonly onForged: (marker: string) => void;
  },
): void => {
  const { kernel } = lab;
  let intruders = 0;
  const strike = (incident: Exclude<Incident, Window>): void => {
    switch (incident.kind) {
      case 'abort':
        lab.stopExecutions();
        return;
      case 'second run': {
        const last = seen.starts.at(-1);
        if (last === undefined) return;
        const name = incident.sameName ? last.name : `${last.name}-again`;
        const input = { stateMachineArn: stage.stateMachine, name, input: last.input };
        void lab.gate
          .call({ service: 'states', operation: 'StartExecution', input, caller: { name: 'user' } })
          .catch(() => undefined);
        return;
      }
      case 'forgery': {
        const forged = forge(incident, seen);
        if (forged === undefined) return;
        if (forged.marker !== undefined) options.onForged(forged.marker);
        void lab.gate.call({
          ...{ service: 'events', operation: 'PutEvents', caller: { name: 'user' } },
          input: { Entries: [{ EventBusName: stage.bus, ...forged.entry }] },
        });
        return;
      }
      case 'poison': {
        const Item = {
          orderId: { S: `intruder-${intruders++}` },
          outbox: { S: 'com.pizzaco.order.created' },
        };
        const input = { TableName: stage.tables.get('Order'), Item };
        void lab.gate.call({ service: 'dynamodb', operation: 'PutItem', input, caller: { name: 'user' } });
        return;
      }
      case 'redrive':
        redriveAll(lab, stage);
        return;
      default:
        incident satisfies never;
    }
  };
  const windows = incidents.filter(
    (incident, position): incident is Window => 'fromMs' in incident && options.only?.has(position) !== false,
  );
  incidents.forEach((incident, position) => {
    if (options.only !== undefined && !options.only.has(position)) return;
    const atMs = 'fromMs' in incident ? incident.fromMs : incident.atMs;
    kernel.clock.after(START + atMs - kernel.clock.now(), () => {
      options.onIncident(position, incident);
      if (!('fromMs' in incident)) strike(incident);
    });
    if ('fromMs' in incident) kernel.install(windowPlan(incident, windows, stage, kernel.clock.now));
  });
};

import type { FaultPlan, Point, Verdict } from '../../../lab/kernel/point.ts';
import { executionsOf } from '../histories.ts';
import { type SimulatedLab, START } from '../lab.ts';
import { redriveAll, redriveExecutions } from '../redrive.ts';
import { type Incident, LONGEST_WAIT_MS, type Script } from '../script.ts';
import type { Stage } from '../stage.ts';
import { forge, type Published, takersOf } from './forgery.ts';

/** What incidents need to see of what happened so far. */
export interface Seen {
  /** In the order of publication. */
  readonly published: readonly Published[];
  /** Inputs of the executions started, in order. */
  readonly starts: readonly { readonly name: string; readonly input: string }[];
  /** Whether every service has heard of the new order. */
  isHeard(orderId: string): boolean;
}

const CRASH = { name: 'Runtime.ExitError', message: 'the function is down' } as const;
const THROTTLED = { name: 'TooManyRequestsException', message: 'Rate Exceeded.', status: 429 } as const;

const CALLER = { name: 'user' };

type Window = Extract<Incident, { kind: 'outage' | 'stream pause' }>;
type Momentary = Exclude<Incident, Window>;

/** How often an incident looks whether there is something to strike by now. */
const LOOK_MS = 500;

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

/** A plan that tells when it strikes for the first time. */
const tellingOnce = (plan: FaultPlan, tell: () => void): FaultPlan => {
  let isTold = false;
  return (point) => {
    const verdict = plan(point);
    if (verdict !== undefined && !isTold) {
      isTold = true;
      tell();
    }
    return verdict;
  };
};

interface IncidentOptions {
  /** None but these, by position. */
  readonly only: ReadonlySet<number> | undefined;
  /** Told once of each that did something. */
  readonly onIncident: (position: number, incident: Incident) => void;
  /** Something forged was let in; every function that takes it must keep it. */
  readonly onForged: (marker: string) => void;
}

/** What strikes at once, if there is anything for it to strike: answers whether there was. */
const createStrike = (
  lab: SimulatedLab,
  stage: Stage,
  seen: Seen,
  onForged: IncidentOptions['onForged'],
): ((incident: Momentary) => boolean) => {
  let intruders = 0;
  return (incident) => {
    switch (incident.kind) {
      case 'abort': {
        const isRunning = executionsOf(lab, stage).some(({ status }) => status === 'RUNNING');
        if (isRunning) lab.stopExecutions();
        return isRunning;
      }
      case 'second run': {
        const last = seen.starts.at(-1);
        if (last === undefined) return false;
        const name = incident.sameName ? last.name : `${last.name}-again`;
        const input = { stateMachineArn: stage.stateMachine, name, input: last.input };
        void lab.gate
          .call({ service: 'states', operation: 'StartExecution', input, caller: CALLER })
          .catch(() => undefined);
        return true;
      }
      case 'forgery': {
        const forged = forge(incident, seen, stage.pattern);
        if (forged === undefined) return false;
        if (forged.marker !== undefined) onForged(forged.marker);
        letIn(lab, stage, forged.event);
        return true;
      }
      case 'poison': {
        const orderId = `intruder-${intruders++}`;
        const Item = { orderId: { S: orderId }, outbox: { S: 'com.pizzaco.order.created' } };
        onForged(orderId);
        const input = { TableName: stage.tables.get('Order'), Item };
        void lab.gate.call({ service: 'dynamodb', operation: 'PutItem', input, caller: CALLER });
        return true;
      }
      case 'redrive':
        return redriveAll(lab, stage) + redriveExecutions(lab, stage) > 0;
      default:
        return incident satisfies never;
    }
  };
};

/** Brings an event to whoever takes it: where no function hears the bus, to those that have a task for it. */
const letIn = (
  { gate }: SimulatedLab,
  { pattern, bus, prefix }: Stage,
  event: Readonly<Record<string, unknown>>,
): void => {
  const [Detail, type] = [JSON.stringify(event), String(event.type)];
  if (pattern === 'choreography') {
    const input = { Entries: [{ EventBusName: bus, Source: event.source, DetailType: type, Detail }] };
    void gate.call({ service: 'events', operation: 'PutEvents', input, caller: CALLER });
    return;
  }
  for (const taker of takersOf(type)) {
    const input = { FunctionName: `${prefix}${taker}`, Payload: Detail };
    void gate.call({ service: 'lambda', operation: 'Invoke', input, caller: CALLER }).catch(() => undefined);
  }
};

/** Lets the incidents of a script happen. */
export const installIncidents = (
  lab: SimulatedLab,
  stage: Stage,
  { incidents, quietFromMs }: Script,
  seen: Seen,
  { only, onIncident, onForged }: IncidentOptions,
): void => {
  const { kernel } = lab;
  const { clock } = kernel;
  const strike = createStrike(lab, stage, seen, onForged);
  const windows = incidents.filter(
    (incident, position): incident is Window => 'fromMs' in incident && only?.has(position) !== false,
  );
  incidents.forEach((incident, position) => {
    if (only?.has(position) === false) return;
    if ('fromMs' in incident) {
      const plan = windowPlan(incident, windows, stage, clock.now);
      kernel.install(tellingOnce(plan, () => onIncident(position, incident)));
      return;
    }
    const giveUpAt = START + Math.min(incident.atMs + LONGEST_WAIT_MS, quietFromMs);
    const lookFor = (): void => {
      if (strike(incident)) onIncident(position, incident);
      else if (clock.now() + LOOK_MS < giveUpAt) clock.after(LOOK_MS, lookFor);
    };
    clock.after(START + incident.atMs - clock.now(), lookFor);
  });
};

import { account } from '../kernel/account.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Topics } from '../kernel/ports.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmState, evaluate, evaluationRange } from './evaluate.ts';
import { type MetricStore, MINUTE_MS } from './metrics.ts';

/** A change of an alarm's state. */
export interface Transition {
  /** Epoch ms. */
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
}

/** An alarm under watch. */
export interface Watched {
  readonly alarm: Alarm;
  readonly state: AlarmState;
  /** Whether a change of state calls actions. */
  actionsEnabled: boolean;
  /** Of the alarm's properties, epoch ms. */
  readonly configuredAt: number;
  /** Oldest first. */
  readonly history: readonly Transition[];
  /** Gives it other properties; the state and the history stay. */
  configure(alarm: Alarm): void;
  /** Sets the state, and calls its actions if it changes; the next evaluation may set it back. */
  set(state: AlarmState, reason: string): void;
  /** Evaluates the alarm at the end of a minute, and calls its actions if its state changes. */
  look(): void;
}

const REGION_NAME = 'US East (N. Virginia)';

/** What a topic gets to read. Source: CloudWatch User Guide, "Notifying users on alarm changes". */
const messageOf = ({ name, arn, description }: Alarm, { at, from, to, reason }: Transition): string =>
  JSON.stringify({
    AlarmName: name,
    AlarmDescription: description ?? null,
    AWSAccountId: account.accountId,
    NewStateValue: to,
    NewStateReason: reason,
    StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
    Region: REGION_NAME,
    AlarmArn: arn,
    OldStateValue: from,
  });

/** The data points of the evaluation range, the oldest first, for periods that end now, now less a period, … */
const dataPoints = (alarm: Alarm, store: MetricStore, now: number): readonly (number | undefined)[] =>
  Array.from({ length: evaluationRange(alarm) }, (_, index) => {
    const to = now - index * alarm.periodMs;
    return alarm.expression((id) => {
      const query = alarm.queries.find((each) => each.id === id);
      if (query === undefined) return undefined;
      const values = store.values(query.metric, to - alarm.periodMs, to);
      return values.size === 0 ? undefined : query.statistic(values);
    });
  }).reverse();

const reasonOf = (alarm: Alarm, points: readonly (number | undefined)[]): string => {
  const shown = points.map((point) => point ?? '-').join(' ');
  return `${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods} data points ${alarm.comparison}: [${shown}]`;
};

export const watch = (
  first: Alarm,
  { kernel, store, topics }: { kernel: Kernel; store: MetricStore; topics: Topics },
): Watched => {
  const history: Transition[] = [];
  let alarm = first;
  let state: AlarmState = 'INSUFFICIENT_DATA';
  let actionsEnabled = alarm.actionsEnabled;
  let configuredAt = kernel.clock.now();

  const notify = (transition: Transition): void => {
    if (!actionsEnabled) return;
    for (const topicArn of alarm.actions[transition.to]) {
      const subject = `${transition.to}: "${alarm.name}" in ${REGION_NAME}`;
      const message = messageOf(alarm, transition);
      const request = {
        topicArn,
        subject,
        message,
        principal: 'cloudwatch.amazonaws.com',
        sourceArn: alarm.arn,
      };
      try {
        topics.publish(request);
      } catch (error) {
        // As on AWS: the alarm changes its state all the same, and its history says that nobody was told.
        kernel.tell(`alarm:${alarm.name}`, 'action failed', error);
      }
    }
  };

  const set = (next: AlarmState, reason: string): void => {
    if (next === state) return;
    const transition = { at: kernel.clock.now(), from: state, to: next, reason };
    state = next;
    history.push(transition);
    kernel.tell(`alarm:${alarm.name}`, next, transition);
    notify(transition);
  };

  return {
    history,
    set,
    get alarm() {
      return alarm;
    },
    get state() {
      return state;
    },
    get actionsEnabled() {
      return actionsEnabled;
    },
    set actionsEnabled(enabled) {
      actionsEnabled = enabled;
    },
    get configuredAt() {
      return configuredAt;
    },
    configure: (next) => {
      alarm = next;
      actionsEnabled = next.actionsEnabled;
      configuredAt = kernel.clock.now();
    },
    look: () => {
      // To the whole minute: on the wall clock a timer comes a little late.
      const now = Math.floor(kernel.clock.now() / MINUTE_MS) * MINUTE_MS;
      const points = dataPoints(alarm, store, now);
      const breaching = points.map((point) => (point === undefined ? undefined : alarm.breaches(point)));
      const next = evaluate(breaching, alarm, state);
      if (next !== state) set(next, reasonOf(alarm, points));
    },
  };
};

import type { Properties } from '../../template/properties.ts';
import type { Alarms } from '../alarms.ts';
import type { AlarmState } from '../evaluate.ts';
import type { Transition, Watched } from '../watch.ts';
import { assertKnown, invalidValue, pageOf } from './page.ts';

const RECORDS_PER_PAGE = 100;
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

const seconds = (ms: number): number => ms / 1000;

/** What the lab itself fills in of an alarm's properties. */
const DEFAULTS = { ActionsEnabled: true, OKActions: [], AlarmActions: [], InsufficientDataActions: [] };

const describe = ({ alarm, state, history, configuredAt, actionsEnabled }: Watched) => {
  const { Tags: _, ...properties } = alarm.properties;
  const last = history.at(-1);
  const since = seconds(last?.at ?? configuredAt);
  return {
    ...DEFAULTS,
    ...properties,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: seconds(configuredAt),
    ActionsEnabled: actionsEnabled,
    StateValue: state,
    StateReason: last?.reason ?? 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: since,
    StateTransitionedTimestamp: since,
  };
};

const itemOf = (alarmName: string, { at, from, to, reason }: Transition) => ({
  AlarmName: alarmName,
  AlarmType: 'MetricAlarm',
  Timestamp: seconds(at),
  HistoryItemType: 'StateUpdate',
  HistorySummary: `Alarm updated from ${from} to ${to}`,
  HistoryData: JSON.stringify({
    version: '1.0',
    oldState: { stateValue: from },
    newState: { stateValue: to, stateReason: reason },
  }),
});

interface Named {
  readonly AlarmNames: readonly string[];
}

interface Paged {
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** What is done with alarms. Source: CloudWatch API Reference. */
export const alarmOperations = (alarms: Alarms) => {
  const enable = ({ AlarmNames }: Named, actionsEnabled: boolean): void => {
    for (const name of AlarmNames) {
      const watched = alarms.find(name);
      if (watched !== undefined) watched.actionsEnabled = actionsEnabled;
    }
  };
  return {
    PutMetricAlarm: (input: Properties) => {
      const name = String(input.AlarmName);
      if (alarms.find(name) === undefined) alarms.create(input);
      else alarms.update(name, input);
    },
    /** All of them, or none. */
    DeleteAlarms: ({ AlarmNames }: Named) => {
      for (const name of AlarmNames) alarms.get(name);
      for (const name of AlarmNames) alarms.delete(name);
    },
    DescribeAlarms: (
      input: Paged & {
        readonly AlarmNames?: readonly string[];
        readonly AlarmNamePrefix?: string;
        readonly AlarmTypes?: readonly string[];
        readonly StateValue?: AlarmState;
        readonly ActionPrefix?: string;
      },
    ) => {
      const known = ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'ActionPrefix'];
      assertKnown('DescribeAlarms', input, [...known, 'MaxRecords', 'NextToken']);
      const { AlarmNames: names, AlarmNamePrefix: prefix = '', AlarmTypes, StateValue, ActionPrefix } = input;
      const found = alarms
        .all()
        .filter(({ alarm }) =>
          names === undefined ? alarm.name.startsWith(prefix) : names.includes(alarm.name),
        )
        .filter(({ state }) => StateValue === undefined || state === StateValue)
        .filter(
          ({ alarm }) =>
            ActionPrefix === undefined ||
            Object.values(alarm.actions).some((of) => of.some((action) => action.startsWith(ActionPrefix))),
        )
        .filter(() => AlarmTypes?.includes('MetricAlarm') ?? true);
      const { page, ...rest } = pageOf(found, input.MaxRecords ?? RECORDS_PER_PAGE, input.NextToken);
      return { MetricAlarms: page.map(describe), CompositeAlarms: [], ...rest };
    },
    DescribeAlarmHistory: (
      input: Paged & {
        readonly AlarmName?: string;
        readonly AlarmTypes?: readonly string[];
        readonly HistoryItemType?: string;
        /** Epoch seconds. */
        readonly StartDate?: number;
        readonly EndDate?: number;
        readonly ScanBy?: string;
      },
    ) => {
      const known = ['AlarmName', 'AlarmTypes', 'HistoryItemType', 'StartDate', 'EndDate', 'ScanBy'];
      assertKnown('DescribeAlarmHistory', input, [...known, 'MaxRecords', 'NextToken']);
      const { AlarmName, StartDate = 0, EndDate = Number.POSITIVE_INFINITY, HistoryItemType, ScanBy } = input;
      const items = alarms
        .all()
        .filter(({ alarm }) => AlarmName === undefined || alarm.name === AlarmName)
        .flatMap(({ alarm, history }) => history.map((transition) => itemOf(alarm.name, transition)))
        .filter(({ Timestamp }) => Timestamp >= StartDate && Timestamp <= EndDate)
        .filter((item) => HistoryItemType === undefined || item.HistoryItemType === HistoryItemType)
        .sort((a, b) => a.Timestamp - b.Timestamp);
      if (ScanBy !== 'TimestampAscending') items.reverse();
      const { page, ...rest } = pageOf(items, input.MaxRecords ?? RECORDS_PER_PAGE, input.NextToken);
      return { AlarmHistoryItems: page, ...rest };
    },
    SetAlarmState: (input: {
      readonly AlarmName: string;
      readonly StateValue: AlarmState;
      readonly StateReason: string;
    }) => {
      if (!STATES.includes(input.StateValue))
        throw invalidValue(`State value ${input.StateValue} is invalid`);
      alarms.get(input.AlarmName).set(input.StateValue, input.StateReason);
    },
    EnableAlarmActions: (input: Named) => enable(input, true),
    DisableAlarmActions: (input: Named) => enable(input, false),
  };
};

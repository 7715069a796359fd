// Behaviour as in the CloudWatch API reference.
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { describe, expect, it } from '@jest/globals';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';
import { MINUTE, START } from './world.ts';

const metric = { Namespace: 'Shop', MetricName: 'Sold', Dimensions: [{ Name: 'Shelf', Value: 'a' }] };
const at = (minute: number): Date => new Date(START + minute * MINUTE);

/** By the client's own protocol, by the one that clients of other languages prefer, and by that of older ones. */
const PROTOCOLS = [
  ['JSON', {}],
  ['CBOR', { protocol: SmithyRpcV2CborProtocol }],
  ['query', { protocol: AwsQueryProtocol }],
] as const;

describe.each(PROTOCOLS)('CloudWatch by %s:', (_, protocol) => {
  /** An empty lab. */
  const createWorld = () => {
    const lab = createLab(virtualKernel({ seed: 1, startAt: START }));
    const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
    const client = new CloudWatchClient({ ...lab.client, ...protocol, disableRequestCompression: true });
    const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
    const put = (minute: number, ...Values: readonly number[]) =>
      send(
        new PutMetricDataCommand({
          Namespace: 'Shop',
          MetricData: [
            {
              MetricName: 'Sold',
              Dimensions: metric.Dimensions,
              Values: [...Values],
              Timestamp: at(minute),
            },
          ],
        }),
      );
    const { arn: topic } = lab.topics.createTopic({ TopicName: 'alarms' });
    const putAlarm = (more: Partial<PutMetricAlarmCommandInput> = {}) =>
      send(
        new PutMetricAlarmCommand({
          ...{
            ...metric,
            AlarmName: 'sold',
            Statistic: 'Sum',
            Period: 60,
            EvaluationPeriods: 1,
            Threshold: 0,
          },
          ...{ ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [topic], ...more },
        }),
      );
    const alarms = async (input: object = {}) =>
      (await send(new DescribeAlarmsCommand(input))).MetricAlarms ?? [];
    const told = () => lab.topics.notifications(topic).map(({ subject }) => subject?.split(':')[0]);
    const pass = (ms: number) => {
      clock.after(ms, () => {}, { standing: true });
      return clock.run(() => false, clock.now() + ms);
    };
    return { lab, send, put, putAlarm, alarms, told, pass };
  };

  describe('metrics', () => {
    it('are put, listed, and read as statistics of periods', async () => {
      const { send, put } = createWorld();
      await put(0, 1, 3);
      await put(1, 5);
      const { Metrics } = await send(
        new ListMetricsCommand({ Namespace: 'Shop', Dimensions: [{ Name: 'Shelf' }] }),
      );
      expect(Metrics).toEqual([metric]);
      const none = await send(new ListMetricsCommand({ Dimensions: [{ Name: 'Shelf', Value: 'b' }] }));
      expect(none.Metrics).toEqual([]);
      const { Datapoints, Label } = await send(
        new GetMetricStatisticsCommand({
          ...{ ...metric, StartTime: at(0), EndTime: at(3), Period: 60 },
          ...{ Statistics: ['Sum', 'Maximum'], ExtendedStatistics: ['p50'] },
        }),
      );
      expect({ Datapoints, Label }).toEqual({
        Label: 'Sold',
        Datapoints: [
          { Timestamp: at(0), Sum: 4, Maximum: 3, Unit: 'None', ExtendedStatistics: { p50: 1 } },
          { Timestamp: at(1), Sum: 5, Maximum: 5, Unit: 'None', ExtendedStatistics: { p50: 5 } },
        ],
      });
    });

    it('are read as series, and summed up, the newest first', async () => {
      const { send, put } = createWorld();
      await put(0, 1);
      await put(1, 2);
      const stat = (Stat: string) => ({ Metric: metric, Period: 60, Stat });
      const get = (more: object = {}) =>
        send(
          new GetMetricDataCommand({
            ...{ StartTime: at(0), EndTime: at(2), ...more },
            MetricDataQueries: [
              { Id: 'sum', MetricStat: stat('Sum') },
              { Id: 'count', MetricStat: stat('SampleCount'), ReturnData: false },
              { Id: 'both', Expression: 'sum + FILL(count, 0)', Label: 'Both' },
            ],
          }),
        );
      expect((await get()).MetricDataResults).toEqual([
        { Id: 'sum', Label: 'Sold', Timestamps: [at(1), at(0)], Values: [2, 1], StatusCode: 'Complete' },
        { Id: 'both', Label: 'Both', Timestamps: [at(1), at(0)], Values: [3, 2], StatusCode: 'Complete' },
      ]);
      const { MetricDataResults = [] } = await get({ ScanBy: 'TimestampAscending' });
      expect(MetricDataResults.map(({ Values }) => Values)).toEqual([
        [1, 2],
        [2, 3],
      ]);
    });

    it('count a value as often as it is said to have come', async () => {
      const { lab, send } = createWorld();
      const MetricData = [{ MetricName: 'Sold', Values: [2, 3], Counts: [10, 1] }];
      await send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
      const sold = { namespace: 'Shop', name: 'Sold', dimensions: {} };
      expect(lab.cloudwatch.metric(sold, { statistic: 'Sum' })).toBe(23);
    });

    it('count without counting: however often, whole or not', async () => {
      const { send } = createWorld();
      const MetricData = [
        { MetricName: 'Sold', Dimensions: metric.Dimensions, Values: [1, 4, 7], Counts: [1e17, 0.5, 3e17] },
      ];
      await send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
      const { Datapoints } = await send(
        new GetMetricStatisticsCommand({
          ...{ ...metric, StartTime: at(0), EndTime: at(1), Period: 60 },
          ...{ Statistics: ['SampleCount', 'Sum', 'Average', 'Maximum'], ExtendedStatistics: ['p25', 'p26'] },
        }),
      );
      expect(Datapoints).toMatchObject([
        { SampleCount: 4e17, Sum: 2.2e18, Average: 5.5, Maximum: 7, ExtendedStatistics: { p25: 1, p26: 7 } },
      ]);
    });

    it('take as many values as there may be, from the oldest to the newest that there may be', async () => {
      const { send } = createWorld();
      const datum = { MetricName: 'Sold', Values: Array.from({ length: 150 }, (_, index) => index) };
      const MetricData = [
        { ...datum, Timestamp: at(-14 * 24 * 60 + 1) },
        { ...datum, Timestamp: at(120) },
        ...Array.from({ length: 998 }, () => ({ MetricName: 'Sold', Value: 2 ** 360 })),
      ];
      await expect(send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }))).resolves.toBeDefined();
    });

    const sold = { MetricName: 'Sold', Value: 1 };
    const Values = Array.from({ length: 151 }, () => 1);
    const StatisticValues = { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 };

    it.each<[string, object, string]>([
      ['in a namespace of AWS', { Namespace: 'AWS/Lambda' }, 'it must not start with'],
      ['without a value', { MetricData: [{ MetricName: 'Sold' }] }, 'needs a Value'],
      [
        'with statistics beside another',
        { MetricData: [sold, { MetricName: 'Sold', StatisticValues }] },
        'not supported by the lab',
      ],
      ...[Number.NaN, Number.POSITIVE_INFINITY, 2 ** 361].map((Value): [string, object, string] => [
        `of ${Value}`,
        { MetricData: [sold, { ...sold, Value }] },
        `The value ${Value} for parameter MetricData.member.2.Value is invalid.`,
      ]),
      [
        'of several, one NaN',
        { MetricData: [{ MetricName: 'Sold', Values: [1, Number.NaN] }] },
        'The value NaN for parameter MetricData.member.1.Values.member.2 is invalid.',
      ],
      ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((count): [string, object, string] => [
        `that came ${count} times`,
        { MetricData: [{ MetricName: 'Sold', Values: [1, 2], Counts: [1, count] }] },
        `The value ${count} for parameter MetricData.member.1.Counts.member.2 is invalid.`,
      ]),
      [
        'of 151 values',
        { MetricData: [{ MetricName: 'Sold', Values }] },
        'The collection MetricData.member.1.Values must not have a size greater than 150.',
      ],
      [
        'by 1,001 data',
        { MetricData: Array.from({ length: 1001 }, () => sold) },
        'The collection MetricData must not have a size greater than 1000.',
      ],
      [
        'of more than two weeks ago',
        { MetricData: [{ ...sold, Timestamp: at(-14 * 24 * 60 - 1) }] },
        'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.',
      ],
      [
        'of more than two hours ahead',
        { MetricData: [{ ...sold, Timestamp: at(121) }] },
        'The parameter MetricData.member.1.Timestamp must specify a time no more than two hours in the future.',
      ],
    ])('are refused: %s', async (_what, input, message) => {
      const { send } = createWorld();
      const command = new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [], ...input });
      const name = message.includes('the lab') ? 'LabError' : 'InvalidParameterValueException';
      await expect(send(command)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
      expect((await send(new ListMetricsCommand({}))).Metrics).toEqual([]);
    });

    it.each([
      [
        ['Sold', '1st'],
        [],
        'The value Sold for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.\n' +
          'The value 1st for parameter MetricDataQueries.member.2.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.',
      ],
      [['sold', 'sold'], [], 'The values for parameter id in MetricDataQueries are not unique.'],
      [['sold'], ['sold + bought'], "Error in expression 'e0': Undefined variable 'bought'"],
    ])('are not read by ids that cannot be: %j %j', async (ids, expressions, message) => {
      const { send } = createWorld();
      const MetricDataQueries = [
        ...ids.map((Id) => ({ Id, MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } })),
        ...expressions.map((Expression, index) => ({ Id: `e${index}`, Expression })),
      ];
      const span = { StartTime: at(0), EndTime: at(1) };
      await expect(send(new GetMetricDataCommand({ ...span, MetricDataQueries }))).rejects.toMatchObject({
        ...{ name: 'ValidationException', message, $metadata: { httpStatusCode: 400 } },
      });
    });

    it('are not read over more periods than there can be', async () => {
      const { send } = createWorld();
      const span = { StartTime: new Date(0), EndTime: at(1) };
      const MetricDataQueries = [{ Id: 'sold', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }];
      await expect(send(new GetMetricDataCommand({ ...span, MetricDataQueries }))).rejects.toMatchObject({
        message: expect.stringContaining('exceeds the limit of 100800'),
      });
    });

    it('are not read over a span that is none, nor by parts of a minute', async () => {
      const { send } = createWorld();
      const get = (more: object) =>
        send(
          new GetMetricStatisticsCommand({
            ...{ ...metric, StartTime: at(0), EndTime: at(1), Period: 60, Statistics: ['Sum'], ...more },
          }),
        );
      await expect(get({ EndTime: at(0) })).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
      await expect(get({ EndTime: at(2000) })).rejects.toMatchObject({
        message: expect.stringContaining('exceeds the limit of 1440'),
      });
      await expect(get({ Period: 10 })).rejects.toMatchObject({ name: 'LabError' });
    });
  });

  describe('an alarm', () => {
    it('is put, rings, is described with its history, and is deleted', async () => {
      const { send, put, putAlarm, alarms, told, pass } = createWorld();
      await putAlarm();
      expect(await alarms()).toMatchObject([
        {
          ...{ AlarmName: 'sold', AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:sold' },
          ...{ StateValue: 'INSUFFICIENT_DATA', ActionsEnabled: true, Period: 60, MetricName: 'Sold' },
        },
      ]);
      await put(0, 1);
      await pass(MINUTE);
      expect(await alarms({ StateValue: 'ALARM' })).toMatchObject([{ StateUpdatedTimestamp: at(1) }]);
      expect(await alarms({ AlarmNamePrefix: 'other' })).toEqual([]);
      expect(told()).toEqual(['ALARM']);
      const { AlarmHistoryItems = [] } = await send(new DescribeAlarmHistoryCommand({ AlarmName: 'sold' }));
      expect(AlarmHistoryItems).toMatchObject([
        {
          ...{ AlarmName: 'sold', HistoryItemType: 'StateUpdate', Timestamp: at(1) },
          HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM',
        },
      ]);
      await expect(send(new DeleteAlarmsCommand({ AlarmNames: ['sold', 'none'] }))).rejects.toMatchObject({
        name: 'ResourceNotFound',
      });
      expect(await alarms()).toHaveLength(1);
      await send(new DeleteAlarmsCommand({ AlarmNames: ['sold'] }));
      expect(await alarms()).toEqual([]);
    });

    it('keeps its state when it is changed, until it is looked at again', async () => {
      const { put, putAlarm, alarms, pass } = createWorld();
      await putAlarm();
      await put(0, 1);
      await pass(MINUTE);
      await putAlarm({ Threshold: 100, TreatMissingData: 'notBreaching' });
      expect(await alarms()).toMatchObject([{ StateValue: 'ALARM', Threshold: 100 }]);
      await pass(MINUTE);
      expect(await alarms()).toMatchObject([{ StateValue: 'OK' }]);
    });

    it('is set by hand, and tells nobody while its actions are disabled', async () => {
      const { send, putAlarm, told } = createWorld();
      await putAlarm();
      const AlarmNames = ['sold'];
      const set = (StateValue: 'ALARM' | 'OK') =>
        send(new SetAlarmStateCommand({ AlarmName: 'sold', StateValue, StateReason: 'by hand' }));
      await set('ALARM');
      await set('OK');
      await send(new DisableAlarmActionsCommand({ AlarmNames }));
      await set('ALARM');
      await set('OK');
      await send(new EnableAlarmActionsCommand({ AlarmNames }));
      await set('ALARM');
      expect(told()).toEqual(['ALARM', 'ALARM']);
      const unknown = { AlarmName: 'none', StateValue: 'OK', StateReason: 'x' } as const;
      await expect(send(new SetAlarmStateCommand(unknown))).rejects.toMatchObject({
        name: 'ResourceNotFound',
      });
    });

    it('is looked at once a minute, after all alarms were deleted and another came', async () => {
      const { lab, put, putAlarm, pass } = createWorld();
      let samples = 0;
      lab.cloudwatch.metrics.sample(() => void samples++);
      await putAlarm();
      lab.cloudwatch.deleteAlarm('sold');
      await putAlarm();
      await put(0, 1);
      await pass(MINUTE);
      expect(samples).toBe(1);
    });
  });

  describe('a dashboard', () => {
    it('is put, shown, listed and deleted', async () => {
      const { send } = createWorld();
      const DashboardName = 'shop';
      const DashboardBody = JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: '#' } }] });
      await send(new PutDashboardCommand({ DashboardName, DashboardBody }));
      const DashboardArn = 'arn:aws:cloudwatch::123456789012:dashboard/shop';
      const get = new GetDashboardCommand({ DashboardName });
      expect(await send(get)).toMatchObject({ DashboardName, DashboardBody, DashboardArn });
      const { DashboardEntries } = await send(new ListDashboardsCommand({ DashboardNamePrefix: 's' }));
      expect(DashboardEntries).toMatchObject([{ DashboardName, Size: DashboardBody.length }]);
      await send(new DeleteDashboardsCommand({ DashboardNames: [DashboardName] }));
      await expect(send(get)).rejects.toMatchObject({
        // A client that knows the query protocol's code goes by that, which two errors share.
        name: expect.stringMatching(/^(DashboardNotFoundError|ResourceNotFound)$/),
        $metadata: { httpStatusCode: 404 },
      });
    });

    it('of a template changes and goes', async () => {
      const { lab } = createWorld();
      const { createDashboard, updateDashboard, deleteDashboard } = lab.cloudwatch;
      const dashboard = { DashboardName: 'shop', DashboardBody: '{"widgets":[]}' };
      expect(() => updateDashboard('shop', dashboard)).toThrow('Dashboard shop does not exist');
      createDashboard(dashboard);
      updateDashboard('shop', dashboard);
      deleteDashboard('shop');
      expect(() => deleteDashboard('shop')).toThrow('Dashboard shop does not exist');
    });
  });
});

import { account, arn } from '../../kernel/account.ts';
import { byName, everything, type Input, listOf, type Needs, type ServiceActions } from './need.ts';

const alarmArn = (name: string): string => arn('cloudwatch', `alarm:${name}`);

/** Dashboards are global: their ARNs name no region. */
const dashboardArn = (name: string): string =>
  `arn:${account.partition}:cloudwatch::${account.accountId}:dashboard/${name}`;

const alarm = ({ AlarmName = '*' }: Input): string => alarmArn(AlarmName);

const dashboard = ({ DashboardName }: Input): string => dashboardArn(DashboardName);

const alarms =
  (action: string): Needs =>
  ({ AlarmNames }) =>
    listOf(AlarmNames).map((name) => ({ action, resource: alarmArn(name) }));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const monitoring: ServiceActions = {
  ...byName('cloudwatch', ['DescribeAlarmHistory', 'PutMetricAlarm', 'SetAlarmState'], alarm),
  DescribeAlarms: () => [{ action: 'cloudwatch:DescribeAlarms', resource: alarmArn('*') }],
  DeleteAlarms: alarms('cloudwatch:DeleteAlarms'),
  DisableAlarmActions: alarms('cloudwatch:DisableAlarmActions'),
  EnableAlarmActions: alarms('cloudwatch:EnableAlarmActions'),
  ...byName('cloudwatch', ['GetDashboard', 'PutDashboard'], dashboard),
  DeleteDashboards: ({ DashboardNames }) =>
    listOf(DashboardNames).map((name) => ({
      action: 'cloudwatch:DeleteDashboards',
      resource: dashboardArn(name),
    })),
  ...byName(
    'cloudwatch',
    ['GetMetricData', 'GetMetricStatistics', 'ListDashboards', 'ListMetrics', 'PutMetricData'],
    everything,
  ),
};

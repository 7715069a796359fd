import type { CloudWatch } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const cloudwatchResources = (cloudwatch: CloudWatch): Registry => ({
  'AWS::CloudWatch::Alarm': {
    create: async (context) => {
      const { name, properties } = named(context, 'AlarmName');
      const { arn } = await cloudwatch.createAlarm(properties);
      return { ref: name, attributes: { Arn: arn } };
    },
  },
  'AWS::CloudWatch::Dashboard': {
    create: async (context) => {
      const { name, properties } = named(context, 'DashboardName');
      await cloudwatch.createDashboard(properties);
      return { ref: name, attributes: {} };
    },
  },
});

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
    update: async (context, { ref, attributes }) => {
      await cloudwatch.updateAlarm(ref, named(context, 'AlarmName').properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => cloudwatch.deleteAlarm(ref),
  },
  'AWS::CloudWatch::Dashboard': {
    create: async (context) => {
      const { name, properties } = named(context, 'DashboardName');
      await cloudwatch.createDashboard(properties);
      return { ref: name, attributes: {} };
    },
    update: async (context, { ref, attributes }) => {
      await cloudwatch.updateDashboard(ref, named(context, 'DashboardName').properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => cloudwatch.deleteDashboard(ref),
  },
});

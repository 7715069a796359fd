import type { LogGroups } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const logsResources = (logs: LogGroups): Registry => ({
  'AWS::Logs::LogGroup': {
    create: async (context) => {
      const { name, properties } = named(context, 'LogGroupName');
      const { arn } = await logs.createLogGroup(properties);
      return { ref: name, attributes: { Arn: arn } };
    },
    update: async (context, { ref, attributes }) => {
      await logs.updateLogGroup(ref, named(context, 'LogGroupName').properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => logs.deleteLogGroup(ref),
  },
  'AWS::Logs::QueryDefinition': {
    create: async ({ properties, random }) => {
      const id = random.uuid();
      await logs.createQueryDefinition(properties, id);
      return { ref: id, attributes: { QueryDefinitionId: id } };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await logs.updateQueryDefinition(ref, properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => logs.deleteQueryDefinition(ref),
  },
});

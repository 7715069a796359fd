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
  },
  'AWS::Logs::QueryDefinition': {
    create: async ({ properties, random }) => {
      await logs.createQueryDefinition(properties);
      const id = random.uuid();
      return { ref: id, attributes: { QueryDefinitionId: id } };
    },
  },
});

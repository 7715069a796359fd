import type { EventBridge } from '../engines.ts';
import type { NamedBy, Properties } from '../properties.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

const DEFAULT_BUS = 'default';

/** `EventBusName` takes a bus's name or its ARN. */
const busNameOf = (nameOrArn: unknown): string => String(nameOrArn ?? DEFAULT_BUS).replace(/^arn:.*\//, '');

/** The one type here that CloudFormation makes no name for. */
const withName = (properties: Properties): NamedBy<'Name'> => {
  const { Name: name } = properties;
  if (typeof name !== 'string') throw new Error('AWS::Events::EventBus.Name is required');
  return { ...properties, Name: name };
};

export const eventsResources = (eventbridge: EventBridge): Registry => ({
  'AWS::Events::EventBus': {
    create: async ({ properties }) => {
      const bus = withName(properties);
      const { arn } = await eventbridge.createBus(bus);
      return { ref: bus.Name, attributes: { Arn: arn, Name: bus.Name } };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await eventbridge.updateBus(ref, withName(properties));
      return { ref, attributes };
    },
    delete: ({ ref }) => eventbridge.deleteBus(ref),
  },
  'AWS::Events::Rule': {
    create: async (context) => {
      const { name, properties } = named(context, 'Name', 64);
      const { arn } = await eventbridge.createRule(properties);
      const bus = busNameOf(properties.EventBusName);
      return { ref: bus === DEFAULT_BUS ? name : `${bus}|${name}`, attributes: { Arn: arn } };
    },
    update: async (context, { ref, attributes }) => {
      await eventbridge.updateRule(ref, named(context, 'Name', 64).properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => eventbridge.deleteRule(ref),
  },
});

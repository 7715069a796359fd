import type { EventBridge } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

const DEFAULT_BUS = 'default';

/** `EventBusName` takes a bus's name or its ARN. */
const busNameOf = (nameOrArn: unknown): string => String(nameOrArn ?? DEFAULT_BUS).replace(/^arn:.*\//, '');

export const eventsResources = (eventbridge: EventBridge): Registry => ({
  'AWS::Events::EventBus': {
    create: async ({ properties }) => {
      const { Name: name } = properties;
      // The one type here that CloudFormation makes no name for.
      if (typeof name !== 'string') throw new Error('AWS::Events::EventBus.Name is required');
      const { arn } = await eventbridge.createBus({ ...properties, Name: name });
      return { ref: name, attributes: { Arn: arn, Name: name } };
    },
  },
  'AWS::Events::Rule': {
    create: async (context) => {
      const { name, properties } = named(context, 'Name', 64);
      const { arn } = await eventbridge.createRule(properties);
      const bus = busNameOf(properties.EventBusName);
      return { ref: bus === DEFAULT_BUS ? name : `${bus}|${name}`, attributes: { Arn: arn } };
    },
  },
});

import { arn as arnOf } from '../../kernel/account.ts';
import type { Lambda } from '../engines.ts';
import { physicalName } from '../physical-name.ts';
import type { Context, Registry } from '../resource-type.ts';
import { codeOf } from './lambda-code.ts';
import { named } from './named.ts';

const ownName = ({ stackName, logicalId, random }: Context): string =>
  physicalName(stackName, logicalId, random);

/** What the function's own resource becomes: its properties without `Code`, and the code. */
const functionOf = (context: Context) => {
  const { name, properties } = named(context, 'FunctionName', 64);
  const { Code: location, ...configuration } = properties;
  return { name, configuration, code: codeOf(location, properties.Handler, context.artifact) };
};

export const lambdaResources = (lambda: Lambda): Registry => ({
  'AWS::Lambda::Function': {
    create: async (context) => {
      const { name, configuration, code } = functionOf(context);
      const { arn } = await lambda.createFunction(configuration, code);
      return { ref: name, attributes: { Arn: arn } };
    },
    update: async (context, { ref, attributes }) => {
      const { configuration, code } = functionOf(context);
      await lambda.updateFunction(ref, configuration, code);
      return { ref, attributes };
    },
    delete: ({ ref }) => lambda.deleteFunction(ref),
  },
  'AWS::Lambda::Permission': {
    create: async (context) => {
      const id = ownName(context);
      await lambda.addPermission(context.properties, id);
      return { ref: id, attributes: { Id: id } };
    },
    update: () => {
      throw new Error('Every property of AWS::Lambda::Permission causes a replacement');
    },
    delete: ({ ref }) => lambda.deletePermission(ref),
  },
  'AWS::Lambda::EventInvokeConfig': {
    create: async (context) => {
      const id = ownName(context);
      await lambda.createEventInvokeConfig(context.properties, id);
      return { ref: id, attributes: {} };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await lambda.updateEventInvokeConfig(ref, properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => lambda.deleteEventInvokeConfig(ref),
  },
  'AWS::Lambda::EventSourceMapping': {
    create: async ({ properties }) => {
      const { id } = await lambda.createEventSourceMapping(properties);
      const arn = arnOf('lambda', `event-source-mapping:${id}`);
      return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await lambda.updateEventSourceMapping(ref, properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => lambda.deleteEventSourceMapping(ref),
  },
});

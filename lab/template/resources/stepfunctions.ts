import type { StepFunctions } from '../engines.ts';
import type { Context, Registry } from '../resource-type.ts';
import { named } from './named.ts';

const machineOf = (context: Context) => {
  const { properties } = named(context, 'StateMachineName', 80);
  const { RoleArn } = properties;
  if (typeof RoleArn !== 'string') throw new Error('AWS::StepFunctions::StateMachine.RoleArn is required');
  return { ...properties, RoleArn };
};

export const stepFunctionsResources = (stepfunctions: StepFunctions): Registry => ({
  'AWS::StepFunctions::StateMachine': {
    create: async (context) => {
      const { arn, name } = await stepfunctions.createStateMachine(machineOf(context));
      return { ref: arn, attributes: { Arn: arn, Name: name } };
    },
    update: async (context, { ref, attributes }) => {
      await stepfunctions.updateStateMachine(ref, machineOf(context));
      return { ref, attributes };
    },
    delete: ({ ref }) => stepfunctions.deleteStateMachine(ref),
  },
});

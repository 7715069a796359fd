import type { StepFunctions } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const stepFunctionsResources = (stepfunctions: StepFunctions): Registry => ({
  'AWS::StepFunctions::StateMachine': {
    create: async (context) => {
      const { properties } = named(context, 'StateMachineName', 80);
      const { RoleArn } = properties;
      if (typeof RoleArn !== 'string')
        throw new Error('AWS::StepFunctions::StateMachine.RoleArn is required');
      const { arn, name } = await stepfunctions.createStateMachine({ ...properties, RoleArn });
      return { ref: arn, attributes: { Arn: arn, Name: name } };
    },
  },
});

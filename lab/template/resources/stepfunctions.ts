import type { StepFunctions } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const stepFunctionsResources = (stepfunctions: StepFunctions): Registry => ({
  'AWS::StepFunctions::StateMachine': {
    create: async (context) => {
      const { properties } = named(context, 'StateMachineName', 80);
      const { arn, name } = await stepfunctions.createStateMachine(properties);
      return { ref: arn, attributes: { Arn: arn, Name: name } };
    },
  },
});

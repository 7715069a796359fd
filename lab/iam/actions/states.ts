import { arn } from '../../kernel/account.ts';
import { byName, everything, type Input, type ServiceActions } from './need.ts';

const stateMachine = ({ stateMachineArn }: Input): string => String(stateMachineArn);

const newStateMachine = ({ name }: Input): string => arn('states', `stateMachine:${name}`);

const execution = ({ executionArn }: Input): string => String(executionArn);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
export const states: ServiceActions = {
  ...byName('states', ['CreateStateMachine'], newStateMachine),
  ...byName(
    'states',
    [
      'DeleteStateMachine',
      'DescribeStateMachine',
      'ListExecutions',
      'StartExecution',
      'StartSyncExecution',
      'UpdateStateMachine',
    ],
    stateMachine,
  ),
  ...byName(
    'states',
    [
      'DescribeExecution',
      'DescribeStateMachineForExecution',
      'GetExecutionHistory',
      'RedriveExecution',
      'StopExecution',
    ],
    execution,
  ),
  ...byName(
    'states',
    [
      'ListStateMachines',
      'SendTaskFailure',
      'SendTaskHeartbeat',
      'SendTaskSuccess',
      'ValidateStateMachineDefinition',
    ],
    everything,
  ),
};

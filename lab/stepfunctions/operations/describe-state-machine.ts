import { epochSeconds } from '../history.ts';
import type { Machine } from '../machine.ts';
import type { Store } from '../store.ts';
import { only } from './members.ts';

export const describeStateMachine = (store: Store) => (input: { readonly stateMachineArn: string }) => {
  only('DescribeStateMachine', input, 'stateMachineArn');
  const machine = store.machine(input.stateMachineArn);
  return {
    ...describe(machine),
    status: 'ACTIVE',
    type: machine.type,
    creationDate: epochSeconds(machine.createdAt),
  };
};

/** The machine as it was when the execution was started. */
export const describeStateMachineForExecution =
  (store: Store) => (input: { readonly executionArn: string }) => {
    only('DescribeStateMachineForExecution', input, 'executionArn');
    const { machine } = store.execution(input.executionArn);
    return { ...describe(machine), updateDate: epochSeconds(machine.updatedAt) };
  };

const describe = ({
  arn,
  name,
  definition,
  roleArn,
  revisionId,
  loggingConfiguration = { level: 'OFF', includeExecutionData: false },
  tracingConfiguration = { enabled: false },
  encryptionConfiguration,
}: Machine) => ({
  stateMachineArn: arn,
  name,
  definition,
  roleArn,
  loggingConfiguration,
  tracingConfiguration,
  ...(encryptionConfiguration !== undefined && { encryptionConfiguration }),
  ...(revisionId !== undefined && { revisionId }),
});

import { setTimeout } from 'node:timers/promises';
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** The status of a stack once nothing is in progress: `sls` ends at the first failure, while the stack rolls back. */
export const settledStatus = async (
  cloudformation: CloudFormationClient,
  stackName: string,
): Promise<string | undefined> => {
  for (;;) {
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: stackName }));
    const status = Stacks[0]?.StackStatus;
    if (!status?.endsWith('_IN_PROGRESS')) return status;
    await setTimeout(50);
  }
};

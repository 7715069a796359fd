import { arn } from '../../kernel/account.ts';
import { byName, everything, type Input, isArn, type ServiceActions } from './need.ts';

/** A stack by name or ARN; without one, any. */
const stack = ({ StackName = '*' }: Input): string =>
  isArn(StackName) ? StackName : arn('cloudformation', `stack/${StackName}/*`);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
export const cloudformation: ServiceActions = {
  ...byName(
    'cloudformation',
    [
      'CreateChangeSet',
      'CreateStack',
      'DeleteChangeSet',
      'DeleteStack',
      'DescribeChangeSet',
      'DescribeStackEvents',
      'DescribeStackResource',
      'DescribeStackResources',
      'DescribeStacks',
      'ExecuteChangeSet',
      'GetTemplate',
      'GetTemplateSummary',
      'ListChangeSets',
      'ListStackResources',
      'UpdateStack',
      'UpdateTerminationProtection',
    ],
    stack,
  ),
  ...byName('cloudformation', ['ListStacks', 'ValidateTemplate'], everything),
};

import { AwsError } from '../kernel/aws-error.ts';
import type { Roles } from '../kernel/ports.ts';
import type { LambdaFunction } from './functions.ts';
import type { QueueMapping, StreamMapping } from './mappings/properties.ts';

/**
 * What Lambda looks at when something is attached to a function: whether the function's role may do what that needs.
 * Each throws `AwsError` (InvalidParameterValueException) in Lambda's words. A function without a role passes.
 * Sources: Lambda Developer Guide, "Defining Lambda function permissions with an execution role", "Capturing records of
 * Lambda asynchronous invocations", "Visualize Lambda function invocations using AWS X-Ray", "Creating and configuring
 * an Amazon SQS event source mapping", "Process DynamoDB records with Lambda".
 */
export interface RoleChecks {
  /** Lambda may assume the role, and with active tracing the role may write traces. */
  assertRuns(fn: Pick<LambdaFunction, 'roleArn' | 'tracing'>): void;
  assertSends(fn: LambdaFunction, queueArns: readonly (string | undefined)[]): void;
  assertReads(fn: LambdaFunction, mapping: StreamMapping | QueueMapping): void;
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);

const QUEUE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
const STREAM_ACTIONS = ['GetRecords', 'GetShardIterator', 'DescribeStream'];

/** @param roles without it everything is allowed */
export const createRoleChecks = (roles: Roles | undefined): RoleChecks => {
  /** The first of the actions that the role may not do. */
  const denied = (
    roleArn: string | undefined,
    service: string,
    actions: readonly string[],
    resource: string,
  ): string | undefined =>
    roleArn === undefined || roles === undefined
      ? undefined
      : actions.find(
          (action) => roles.decide({ roleArn, action: `${service}:${action}`, resource }) !== 'allowed',
        );

  const assertSends: RoleChecks['assertSends'] = ({ roleArn }, queueArns) => {
    for (const queueArn of queueArns) {
      if (queueArn === undefined) continue;
      if (denied(roleArn, 'sqs', ['SendMessage'], queueArn) === undefined) continue;
      throw invalid(
        `The function's execution role does not have permissions to call SendMessage on ${queueArn}`,
      );
    }
  };

  return {
    assertRuns: ({ roleArn, tracing }) => {
      if (roleArn !== undefined && roles?.trusts(roleArn, 'lambda.amazonaws.com') === false) {
        throw invalid('The role defined for the function cannot be assumed by Lambda.');
      }
      if (tracing !== 'Active' || denied(roleArn, 'xray', ['PutTraceSegments'], '*') === undefined) return;
      throw invalid('The provided execution role does not have permissions to call PutTraceSegments on XRAY');
    },
    assertSends,
    assertReads: (fn, { kind, sourceArn, ...mapping }) => {
      if (kind === 'queue') {
        const action = denied(fn.roleArn, 'sqs', QUEUE_ACTIONS, sourceArn);
        if (action === undefined) return;
        throw invalid(`The function execution role does not have permissions to call ${action} on SQS`);
      }
      const mayRead = denied(fn.roleArn, 'dynamodb', STREAM_ACTIONS, sourceArn) === undefined;
      // Streams are listed for the account, not for one of them.
      if (!mayRead || denied(fn.roleArn, 'dynamodb', ['ListStreams'], '*') !== undefined) {
        throw invalid(
          `Cannot access stream ${sourceArn}. Please ensure the role can perform the GetRecords, ` +
            'GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.',
        );
      }
      assertSends(fn, ['onFailure' in mapping ? mapping.onFailure : undefined]);
    },
  };
};

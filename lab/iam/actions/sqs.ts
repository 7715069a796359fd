import { arn } from '../../kernel/account.ts';
import { byName, everything, type Input, need, type ServiceActions } from './need.ts';

/** `https://sqs.us-east-1.amazonaws.com/123456789012/orders` */
const queue = ({ QueueUrl }: Input): string => arn('sqs', String(QueueUrl).replace(/^.*\//, ''));

const queueByName = ({ QueueName }: Input): string => arn('sqs', QueueName);

const source = ({ SourceArn }: Input): string => String(SourceArn);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html; batches have no action of their own. */
export const sqs: ServiceActions = {
  ...byName(
    'sqs',
    [
      'ChangeMessageVisibility',
      'DeleteMessage',
      'DeleteQueue',
      'GetQueueAttributes',
      'ListDeadLetterSourceQueues',
      'ListQueueTags',
      'PurgeQueue',
      'ReceiveMessage',
      'SendMessage',
      'SetQueueAttributes',
      'TagQueue',
      'UntagQueue',
    ],
    queue,
  ),
  ChangeMessageVisibilityBatch: need('sqs:ChangeMessageVisibility', queue),
  DeleteMessageBatch: need('sqs:DeleteMessage', queue),
  SendMessageBatch: need('sqs:SendMessage', queue),
  ...byName('sqs', ['CreateQueue', 'GetQueueUrl'], queueByName),
  ...byName('sqs', ['ListMessageMoveTasks', 'StartMessageMoveTask'], source),
  ...byName('sqs', ['CancelMessageMoveTask', 'ListQueues'], everything),
};

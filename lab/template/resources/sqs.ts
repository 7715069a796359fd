import type { Sqs } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';
import { policyResource } from './policy.ts';

export const sqsResources = (sqs: Sqs): Registry => ({
  'AWS::SQS::Queue': {
    create: async (context) => {
      const { name, properties } = named(context, 'QueueName', 80);
      const { arn, url } = await sqs.createQueue(properties);
      return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    },
    update: async (context, { ref, attributes }) => {
      await sqs.updateQueue(ref, named(context, 'QueueName', 80).properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => sqs.deleteQueue(ref),
  },
  'AWS::SQS::QueuePolicy': policyResource('AWS::SQS::QueuePolicy', 'Queues', 'queue URLs', (urls, document) =>
    sqs.setPolicy(urls, document),
  ),
});

import type { Sqs } from '../engines.ts';
import { physicalName } from '../physical-name.ts';
import { isRecord, refuseUnknown } from '../properties.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const sqsResources = (sqs: Sqs): Registry => ({
  'AWS::SQS::Queue': {
    create: async (context) => {
      const { name, properties } = named(context, 'QueueName', 80);
      const { arn, url } = await sqs.createQueue(properties);
      return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
    },
  },
  'AWS::SQS::QueuePolicy': {
    create: async ({ logicalId, stackName, random, properties }) => {
      refuseUnknown('AWS::SQS::QueuePolicy', properties, ['Queues', 'PolicyDocument']);
      const { Queues: queueUrls, PolicyDocument: document } = properties;
      if (!Array.isArray(queueUrls))
        throw new Error('AWS::SQS::QueuePolicy.Queues must be a list of queue URLs');
      if (!isRecord(document)) throw new Error('AWS::SQS::QueuePolicy.PolicyDocument must be an object');
      await sqs.setPolicy(queueUrls.map(String), document);
      const id = physicalName(stackName, logicalId, random);
      return { ref: id, attributes: { Id: id } };
    },
  },
});

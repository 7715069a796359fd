import type { Sns } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';
import { policyResource } from './policy.ts';

export const snsResources = (sns: Sns): Registry => ({
  'AWS::SNS::Topic': {
    create: async (context) => {
      const { name, properties } = named(context, 'TopicName');
      const { arn } = await sns.createTopic(properties);
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
    update: async (context, { ref, attributes }) => {
      await sns.updateTopic(ref, named(context, 'TopicName').properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => sns.deleteTopic(ref),
  },
  'AWS::SNS::TopicPolicy': policyResource('AWS::SNS::TopicPolicy', 'Topics', 'topic ARNs', (arns, document) =>
    sns.setPolicy(arns, document),
  ),
});

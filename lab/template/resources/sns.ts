import type { Sns } from '../engines.ts';
import { physicalName } from '../physical-name.ts';
import { isRecord, refuseUnknown } from '../properties.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const snsResources = (sns: Sns): Registry => ({
  'AWS::SNS::Topic': {
    create: async (context) => {
      const { name, properties } = named(context, 'TopicName');
      const { arn } = await sns.createTopic(properties);
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  },
  'AWS::SNS::TopicPolicy': {
    create: async ({ logicalId, stackName, random, properties }) => {
      refuseUnknown('AWS::SNS::TopicPolicy', properties, ['Topics', 'PolicyDocument']);
      const { Topics: topicArns, PolicyDocument: document } = properties;
      if (!Array.isArray(topicArns))
        throw new Error('AWS::SNS::TopicPolicy.Topics must be a list of topic ARNs');
      if (!isRecord(document)) throw new Error('AWS::SNS::TopicPolicy.PolicyDocument must be an object');
      await sns.setPolicy(topicArns.map(String), document);
      const id = physicalName(stackName, logicalId, random);
      return { ref: id, attributes: { Id: id } };
    },
  },
});

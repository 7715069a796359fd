import { byName, everything, type Input, type ServiceActions } from './need.ts';

const topic = ({ TopicArn, TargetArn }: Input): string => String(TopicArn ?? TargetArn);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const sns: ServiceActions = {
  ...byName('sns', ['GetTopicAttributes', 'Publish', 'SetTopicAttributes'], topic),
  ...byName('sns', ['ListTopics'], everything),
};

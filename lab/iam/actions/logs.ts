import { arn } from '../../kernel/account.ts';
import { byName, everything, type Input, isArn, type ServiceActions } from './need.ts';

/** A stream, or with none, as AWS writes it, the group itself. */
const logStreamArn = (group = '', stream = ''): string =>
  arn('logs', `log-group:${group}:log-stream:${stream}`);

const groupOf = (identifier: string): string =>
  isArn(identifier) ? (identifier.split(':')[6] ?? '') : identifier;

const group = ({ logGroupName, logGroupIdentifier }: Input): string =>
  logStreamArn(logGroupName ?? groupOf(String(logGroupIdentifier)));

const stream = ({ logGroupName, logGroupIdentifier, logStreamName }: Input): string =>
  logStreamArn(logGroupName ?? groupOf(String(logGroupIdentifier)), logStreamName);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const logs: ServiceActions = {
  ...byName('logs', ['CreateLogStream', 'DeleteLogStream', 'GetLogEvents', 'PutLogEvents'], stream),
  ...byName(
    'logs',
    [
      'CreateLogGroup',
      'DeleteLogGroup',
      'DeleteRetentionPolicy',
      'DescribeLogStreams',
      'FilterLogEvents',
      'PutRetentionPolicy',
    ],
    group,
  ),
  DescribeLogGroups: () => [{ action: 'logs:DescribeLogGroups', resource: logStreamArn() }],
  ...byName('logs', ['DeleteQueryDefinition', 'DescribeQueryDefinitions', 'PutQueryDefinition'], everything),
};

import { type LogGroup, type LogGroupStore, type LogStream, logGroupArn, streamOf } from '../groups.ts';
import { groupOf, type InGroup } from './in-group.ts';
import { invalid, limitOf, pageOf } from './page.ts';

const STREAMS_PER_PAGE = 50;

const describe = (group: LogGroup, stream: LogStream) => ({
  logStreamName: stream.name,
  creationTime: stream.creationTime,
  ...(stream.lastEventTimestamp !== undefined && {
    firstEventTimestamp: stream.firstEventTimestamp,
    lastEventTimestamp: stream.lastEventTimestamp,
    lastIngestionTime: stream.lastIngestionTime,
  }),
  arn: `${logGroupArn(group.name)}:log-stream:${stream.name}`,
  storedBytes: 0,
});

const byName = (a: LogStream, b: LogStream): number => (a.name < b.name ? -1 : 1);

const byLastEvent = (a: LogStream, b: LogStream): number =>
  (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0) || byName(a, b);

/** What is done with log streams. Source: CloudWatch Logs API Reference. */
export const streamOperations = (groups: LogGroupStore) => ({
  CreateLogStream: (input: { readonly logGroupName: string; readonly logStreamName: string }) =>
    void groups.createStream(groups.get(input.logGroupName), input.logStreamName),
  DeleteLogStream: (input: { readonly logGroupName: string; readonly logStreamName: string }) => {
    const group = groups.get(input.logGroupName);
    const { name } = streamOf(group, input.logStreamName);
    group.streams.delete(name);
    group.events = group.events.filter(({ stream }) => stream !== name);
  },
  DescribeLogStreams: (
    input: InGroup & {
      readonly logStreamNamePrefix?: string;
      readonly orderBy?: string;
      readonly descending?: boolean;
      readonly limit?: number;
      readonly nextToken?: string;
    },
  ) => {
    const group = groupOf(groups, input);
    const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending = false, nextToken } = input;
    if (orderBy === 'LastEventTime' && prefix !== undefined)
      throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    const streams = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(prefix ?? ''))
      .sort(orderBy === 'LastEventTime' ? byLastEvent : byName);
    if (descending) streams.reverse();
    const limit = limitOf(input.limit, STREAMS_PER_PAGE);
    const { page, ...rest } = pageOf(streams, ({ name }) => name, { nextToken, limit });
    return { logStreams: page.map((stream) => describe(group, stream)), ...rest };
  },
});

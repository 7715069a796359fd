// Behaviour as in the CloudWatch Logs API reference.
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteQueryDefinitionCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeQueryDefinitionsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutQueryDefinitionCommand,
  PutRetentionPolicyCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';
import { MAX_SIZE } from '../../../lab/logs/groups.ts';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const logGroupName = '/aws/lambda/f';

/** A lab with a log group and two streams. */
const createWorld = async () => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: START }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const client = new CloudWatchLogsClient(lab.client);
  const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
  await send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of ['s1', 's2'])
    await send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const put = (logStreamName: string, ...events: readonly (readonly [ms: number, message: string])[]) =>
    send(
      new PutLogEventsCommand({
        ...{ logGroupName, logStreamName },
        logEvents: events.map(([ms, message]) => ({ timestamp: START + ms, message })),
      }),
    );
  const filter = (input: Partial<FilterLogEventsCommandInput> = {}) =>
    send(new FilterLogEventsCommand({ logGroupName, ...input }));
  const messages = async (input: Partial<FilterLogEventsCommandInput> = {}) =>
    ((await filter(input)).events ?? []).map(({ message }) => message);
  const pass = (ms: number) => {
    clock.after(ms, () => {}, { standing: true });
    return clock.run(() => false, clock.now() + ms);
  };
  return { lab, send, put, filter, messages, pass };
};

const notFound = (what: string) => ({
  name: 'ResourceNotFoundException',
  message: `The specified log ${what} does not exist.`,
});

describe('FilterLogEvents', () => {
  it('answers the events of all streams in order of time, however they came', async () => {
    const { put, filter, messages } = await createWorld();
    await put('s1', [1, 'a'], [3, 'c']);
    await put('s2', [2, 'b'], [4, 'd']);
    expect(await messages()).toEqual(['a', 'b', 'c', 'd']);
    const { events = [] } = await filter({ interleaved: true, limit: 1 });
    expect(events).toEqual([
      {
        logStreamName: 's1',
        timestamp: START + 1,
        ingestionTime: expect.any(Number),
        message: 'a',
        eventId: expect.any(String),
      },
    ]);
  });

  it('answers those of a span, of streams and of a pattern', async () => {
    const { put, messages } = await createWorld();
    await put('s1', [1, 'a'], [3, 'c']);
    await put('s2', [2, 'b'], [4, 'cd']);
    expect(await messages({ startTime: START + 2, endTime: START + 4 })).toEqual(['b', 'c']);
    expect(await messages({ logStreamNames: ['s2'] })).toEqual(['b', 'cd']);
    expect(await messages({ logStreamNamePrefix: 's1' })).toEqual(['a', 'c']);
    expect(await messages({ filterPattern: 'c -d' })).toEqual(['c']);
  });

  it('goes on after a page, and sees what came meanwhile', async () => {
    const { put, filter } = await createWorld();
    await put('s1', [1, 'a'], [1, 'b'], [1, 'c']);
    const first = await filter({ limit: 2 });
    await put('s1', [2, 'd']);
    const second = await filter({ limit: 2, nextToken: first.nextToken });
    expect([first, second].map(({ events = [] }) => events.map(({ message }) => message))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(second.nextToken).toBeUndefined();
  });

  it.each([
    [{ logGroupName: 'none' }, notFound('group')],
    [{ logStreamNames: ['none'] }, notFound('stream')],
    [{ logStreamNames: ['s1'], logStreamNamePrefix: 's' }, { name: 'InvalidParameterException' }],
    [{ filterPattern: '{ x }' }, { name: 'InvalidParameterException', message: 'Invalid filter pattern' }],
    [{ limit: 10_001 }, { name: 'InvalidParameterException' }],
  ])('refuses %j', async (input, error) => {
    const { filter } = await createWorld();
    await expect(filter(input)).rejects.toMatchObject(error);
  });
});

describe('GetLogEvents', () => {
  it('reads a stream both ways, and stays where it is at its ends', async () => {
    const { send, put } = await createWorld();
    await put('s1', [1, 'a'], [2, 'b'], [3, 'c']);
    await put('s2', [2, 'other']);
    const get = async (input: object) => {
      const command = new GetLogEventsCommand({ logGroupName, logStreamName: 's1', limit: 2, ...input });
      const { events = [], nextForwardToken, nextBackwardToken } = await send(command);
      return { found: events.map(({ message }) => message), nextForwardToken, nextBackwardToken };
    };
    const last = await get({});
    expect(last.found).toEqual(['b', 'c']);
    const before = await get({ nextToken: last.nextBackwardToken });
    expect(before.found).toEqual(['a']);
    const first = await get({ startFromHead: true });
    expect(first.found).toEqual(['a', 'b']);
    const next = await get({ nextToken: first.nextForwardToken });
    expect(next.found).toEqual(['c']);
    const end = await get({ nextToken: next.nextForwardToken });
    expect(end).toMatchObject({ found: [], nextForwardToken: next.nextForwardToken });
    await expect(get({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('PutLogEvents', () => {
  it('says which events are too old or too new, and keeps the others', async () => {
    const { put, messages } = await createWorld();
    const { rejectedLogEventsInfo } = await put('s1', [-15 * DAY, 'old'], [0, 'now'], [DAY, 'new']);
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
    expect(await messages()).toEqual(['now']);
  });

  it('takes events in order only, and into a stream that is there', async () => {
    const { put } = await createWorld();
    await expect(put('s1', [2, 'b'], [1, 'a'])).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(put('none', [1, 'a'])).rejects.toMatchObject(notFound('stream'));
  });
});

describe('log groups and streams', () => {
  it('are described page by page, with the streams by name or by their last event', async () => {
    const { send, put } = await createWorld();
    await put('s2', [1, 'a']);
    await put('s1', [2, 'b']);
    await send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/g' }));
    const first = await send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/', limit: 1 }));
    expect(first.logGroups).toMatchObject([
      {
        logGroupName,
        storedBytes: 2,
        arn: `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}:*`,
      },
    ]);
    const { logGroups, nextToken } = await send(
      new DescribeLogGroupsCommand({ nextToken: first.nextToken, limit: 1 }),
    );
    expect([logGroups?.map((group) => group.logGroupName), nextToken]).toEqual([
      ['/aws/lambda/g'],
      undefined,
    ]);
    const names = async (input: object) => {
      const { logStreams = [] } = await send(new DescribeLogStreamsCommand({ logGroupName, ...input }));
      return logStreams.map(({ logStreamName }) => logStreamName);
    };
    expect(await names({})).toEqual(['s1', 's2']);
    expect(await names({ orderBy: 'LastEventTime' })).toEqual(['s2', 's1']);
    expect(await names({ orderBy: 'LastEventTime', descending: true, limit: 1 })).toEqual(['s1']);
  });

  it('are there once, and gone when they are deleted', async () => {
    const { send, put, messages } = await createWorld();
    await expect(send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
    await put('s1', [1, 'a']);
    await put('s2', [2, 'b']);
    await send(new DeleteLogStreamCommand({ logGroupName, logStreamName: 's1' }));
    expect(await messages()).toEqual(['b']);
    await send(new DeleteLogGroupCommand({ logGroupName }));
    await expect(messages()).rejects.toMatchObject(notFound('group'));
    await expect(send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject(notFound('group'));
  });

  it("keep events for the group's retention, in the clock's time", async () => {
    const { send, put, messages, pass } = await createWorld();
    await send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    await put('s1', [1, 'a']);
    await pass(2 * DAY);
    expect(await messages()).toEqual([]);
    await send(new DeleteRetentionPolicyCommand({ logGroupName }));
    await put('s1', [2 * DAY, 'b']);
    await pass(2 * DAY);
    expect(await messages()).toEqual(['b']);
    await expect(
      send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('keep the newest lines of a group when there is no more room', async () => {
    const { lab } = await createWorld();
    const line = (n: number): string => String(n).padStart(100_000);
    const enough = Math.ceil(MAX_SIZE / line(0).length) + 1;
    for (let n = 1; n <= enough; n++) lab.logs.write(logGroupName, 's1', line(n));
    const kept = lab.logs.read(logGroupName).map(({ message }) => Number(message));
    expect(kept.length).toBeLessThan(enough);
    expect(kept).toEqual(Array.from(kept, (_, i) => enough - kept.length + 1 + i));
    expect(kept.length).toBeGreaterThan(enough / 3);
  });

  it('of a template change and go, and keep their events when they change', async () => {
    const { lab, put, messages, pass } = await createWorld();
    await put('s1', [1, 'a']);
    lab.logs.updateLogGroup(logGroupName, { LogGroupName: logGroupName, RetentionInDays: 1 });
    expect(await messages()).toEqual(['a']);
    await pass(2 * DAY);
    expect(await messages()).toEqual([]);
    lab.logs.deleteLogGroup(logGroupName);
    expect(() => lab.logs.deleteLogGroup(logGroupName)).toThrow('The specified log group does not exist.');
  });
});

describe('saved queries', () => {
  it('are put, described and deleted, and never run', async () => {
    const { send, lab } = await createWorld();
    const query = { name: 'errors', queryString: 'fields @message | filter level = "ERROR"' };
    const put = new PutQueryDefinitionCommand({ ...query, logGroupNames: [logGroupName] });
    const { queryDefinitionId } = await send(put);
    await send(new PutQueryDefinitionCommand({ ...query, queryDefinitionId, name: 'all errors' }));
    const describe = new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'all' });
    expect((await send(describe)).queryDefinitions).toMatchObject([
      { queryDefinitionId, name: 'all errors', queryString: query.queryString },
    ]);
    await send(new DeleteQueryDefinitionCommand({ queryDefinitionId }));
    expect((await send(describe)).queryDefinitions).toEqual([]);
    expect(() => lab.logs.deleteQueryDefinition(queryDefinitionId ?? '')).toThrow('does not exist');
    const start = { logGroupName, startTime: 0, endTime: 1, queryString: query.queryString };
    await expect(send(new StartQueryCommand(start))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { subscriptionsOf } from './consumers.ts';
import { type Deployed, deployed, listOf, only, type Properties } from './deployed.ts';
import { stages } from './packages.ts';

type Alarm = Properties<'AWS::CloudWatch::Alarm'>;

/** What an alarm watches: `<metric> of <logical id>`. */
const watchedBy = ({ MetricName, Dimensions = [], Metrics = [] }: Alarm): string[] =>
  [
    { MetricName, Dimensions },
    ...Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])),
  ].flatMap((metric) =>
    metric.Dimensions.map(({ Value }) => `${metric.MetricName} of ${Value.replace(/\.QueueName$/, '')}`),
  );

const idOf = (reference: string): string => reference.replace(/\.Arn$/, '');

/** What a function that is invoked asynchronously, or reads a stream, leaves behind when it fails for good. */
const givenUpBy = (
  stack: Deployed,
): { readonly functionId: string; readonly queue: string | undefined }[] => {
  const configs = [...stack.all('AWS::Lambda::EventInvokeConfig').values()];
  const mappings = [...stack.all('AWS::Lambda::EventSourceMapping').values()];
  const heard = subscriptionsOf(stack).map(({ functionId }) => ({
    functionId,
    queue: configs.find(({ FunctionName }) => FunctionName === functionId)?.DestinationConfig?.OnFailure
      ?.Destination,
  }));
  const read = mappings
    .filter(({ EventSourceArn }) => EventSourceArn.endsWith('.StreamArn'))
    .map((mapping) => ({
      functionId: idOf(mapping.FunctionName),
      queue: mapping.DestinationConfig?.OnFailure?.Destination,
    }));
  return [...heard, ...read];
};

describe.each(stages)('the alarms of %s', (stage) => {
  const stack = deployed(stage);
  const alarms = [...stack.all('AWS::CloudWatch::Alarm')];
  const watched = alarms.flatMap(([, alarm]) => watchedBy(alarm));
  const queues = [...stack.all('AWS::SQS::Queue')];
  const runbook = readFileSync('docs/runbook.md', 'utf8');

  it('watch every dead-letter queue for a message', () => {
    const deadLetters = queues.filter(([, { RedrivePolicy }]) => RedrivePolicy === undefined);
    expect(deadLetters.length).toBeGreaterThan(0);
    for (const [id] of deadLetters) expect(watched).toContain(`ApproximateNumberOfMessagesVisible of ${id}`);
  });

  it('watch every retry queue for what stays in it', () => {
    for (const [id] of queues.filter(([, { RedrivePolicy }]) => RedrivePolicy !== undefined)) {
      expect(watched).toContain(`ApproximateNumberOfMessagesNotVisible of ${id}`);
    }
  });

  it('watch what every asynchronous consumer of events gives up', () => {
    for (const { functionId, queue } of givenUpBy(stack)) {
      expect({ functionId, queue }).toEqual({ functionId, queue: expect.any(String) });
      expect(watched).toContain(`ApproximateNumberOfMessagesVisible of ${idOf(queue ?? '')}`);
    }
  });

  it('watch how late every stream is read', () => {
    const readers = givenUpBy(stack).filter(({ queue }) => !queue?.endsWith('RetryQueue.Arn'));
    expect(readers.length).toBeGreaterThan(0);
    for (const { functionId } of readers) expect(watched).toContain(`IteratorAge of ${functionId}`);
  });

  it('watch the open orders, and what is being undone', () => {
    expect(watched).toEqual(
      expect.arrayContaining([`OldestOpenOrderAge of ${stage}`, `CompensationAge of ${stage}`]),
    );
  });

  it('watch the door: requests that failed, that killed the function, and that never reached it', () => {
    expect(watched).toEqual(
      expect.arrayContaining([
        'Errors of PlaceOrderLambdaFunction',
        'Throttles of PlaceOrderLambdaFunction',
        'ProcessingFailures of placeOrder',
      ]),
    );
  });

  it.each(alarms)(
    '%s tells the topic when it rings and when it is over, and decides about silence',
    (_, alarm) => {
      expect(alarm).toMatchObject({
        AlarmActions: ['AlarmTopic'],
        OKActions: ['AlarmTopic'],
        TreatMissingData: expect.any(String),
      });
    },
  );

  it.each(alarms)('%s says what it means, and has its entry in the runbook', (id, { AlarmDescription }) => {
    const [, sentence, anchor = ''] = /^(.+\.) See docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
    expect({ AlarmDescription, sentence }).toEqual({ AlarmDescription, sentence: expect.any(String) });
    const entry = runbook.split(/^## /m).find((part) => slug(part.split('\n')[0] ?? '') === anchor);
    if (entry === undefined) throw new Error(`docs/runbook.md has no heading for #${anchor}`);
    expect(entry).toContain(`\`${id}\``);
  });

  it('have a topic that CloudWatch may publish to, and anybody only over TLS', () => {
    const [id, { KmsMasterKeyId }] = only(stack.all('AWS::SNS::Topic'), 'topic');
    const policy = only(stack.all('AWS::SNS::TopicPolicy').values(), 'topic policy');
    // The key that AWS manages lets no other service use it.
    expect(KmsMasterKeyId).toBeUndefined();
    expect(policy.Topics).toEqual([id]);
    expect(
      policy.PolicyDocument.Statement.map(({ Effect, Principal, Action }) => [Effect, Principal, Action]),
    ).toEqual([
      ['Allow', { Service: 'cloudwatch.amazonaws.com' }, 'sns:Publish'],
      ['Deny', '*', 'sns:Publish'],
    ]);
    expect(policy.PolicyDocument.Statement.flatMap(({ Resource }) => listOf(Resource))).toEqual([id, id]);
  });
});

/** As GitHub makes an anchor of a heading. */
const slug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

it('the runbook speaks of no alarm that is not there', () => {
  const known = new Set(stages.flatMap((stage) => [...deployed(stage).all('AWS::CloudWatch::Alarm').keys()]));
  const named = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/`(\w+Alarm)`/g)].map(([, id]) => id);
  expect(named.filter((id) => !known.has(id ?? ''))).toEqual([]);
});

describe('every function', () => {
  it.each(stages)('of %s knows its stage, without which it counts nothing', (stage) => {
    for (const { Environment } of deployed(stage).all('AWS::Lambda::Function').values()) {
      expect(Environment.Variables.STAGE).toBe(stage);
    }
  });
});

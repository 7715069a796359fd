import { account } from '../../kernel/account.ts';
import { AwsError } from '../../kernel/aws-error.ts';
import { latencies } from '../../kernel/latencies.ts';
import type { MessageAttribute, Queues, ReceivedMessage } from '../../kernel/ports.ts';
import { queueName } from '../destinations.ts';
import type { LambdaFunction } from '../functions.ts';
import { batchOutcome } from './batch.ts';
import { type CarryPorts, carryBatch } from './carry.ts';
import { type CompilePattern, createFilter, filterableMessage } from './filter.ts';
import type { QueueMapping } from './properties.ts';

const attributeOf = (attribute: MessageAttribute) => ({
  ...attribute,
  stringListValues: [],
  binaryListValues: [],
});

/** A message in the event of a function. Source: Lambda developer guide, "Using Lambda with Amazon SQS". */
const recordOf = (message: ReceivedMessage, eventSourceARN: string) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: message.attributes,
  messageAttributes: Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, attribute]) => [name, attributeOf(attribute)]),
  ),
  md5OfBody: message.md5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN,
  awsRegion: account.region,
});

type QueueRecord = ReturnType<typeof recordOf>;

/** Messages one receive may take. */
const RECEIVE_MAX = 10;

/** Throws when messages would come back before the function has to be done with them. */
export const assertVisibility = (queues: Queues, fn: LambdaFunction, { sourceArn }: QueueMapping): void => {
  const visibility = queues.visibilityTimeout(sourceArn);
  if (visibility >= fn.deployment.timeout) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${fn.deployment.timeout} seconds`,
  );
};

/**
 * Reads a queue for a function. Messages of a failed batch are left alone: they come back when their
 * visibility ends. Answers how to stop, which leaves batches under way alone.
 * Source: Lambda developer guide, "Using Lambda with Amazon SQS".
 */
export const startQueueMapping = (
  ports: CarryPorts & { readonly queues: Queues; readonly compilePattern: CompilePattern },
  fn: LambdaFunction,
  mapping: QueueMapping,
): (() => void) => {
  const { kernel, queues } = ports;
  const { sourceArn, batchSize, windowMs, reportsFailures, maximumConcurrency } = mapping;
  const caller = `function:${fn.name}`;
  const passes = createFilter(mapping.patterns, ports.compilePattern);
  let busy = 0;
  let scheduled = false;
  let stopped = false;

  const remove = (records: readonly QueueRecord[]): void => {
    const handles = records.map((record) => record.receiptHandle);
    if (handles.length > 0) queues.delete(sourceArn, handles, caller);
  };

  /** Receives until the batch is full or the queue has no more to give. Deletes what the filter refuses. */
  const fill = (batch: QueueRecord[]): void => {
    while (batch.length < batchSize) {
      const asked = Math.min(batchSize - batch.length, RECEIVE_MAX);
      const records = queues.receive(sourceArn, asked, caller).map((message) => recordOf(message, sourceArn));
      const wanted = records.filter((record) => passes(filterableMessage(record)));
      remove(records.filter((record) => !wanted.includes(record)));
      batch.push(...wanted);
      if (records.length < asked) return;
    }
  };

  const deliver = async (batch: readonly QueueRecord[]): Promise<void> => {
    const source = `queue:${queueName(sourceArn)}`;
    try {
      const event = { Records: batch };
      const linked = () => batch.flatMap(({ attributes }) => attributes.AWSTraceHeader ?? []);
      const carried = await carryBatch(ports, { fn, source, event, linked }, latencies.queueToFunction);
      if (carried === 'dropped') return;
      const outcome = batchOutcome(
        carried,
        batch.map((record) => record.messageId),
        reportsFailures,
      );
      if (outcome === 'all failed') return;
      remove(batch.filter((record) => !outcome.failed.has(record.messageId)));
    } catch (error) {
      kernel.tell(source, 'undelivered', error);
    }
  };

  const work = async (batch: QueueRecord[]): Promise<void> => {
    if (windowMs > 0 && batch.length < batchSize) {
      await kernel.clock.sleep(windowMs);
      fill(batch);
    }
    await deliver(batch);
    busy--;
    wake();
  };

  const receive = (): QueueRecord[] => {
    const batch: QueueRecord[] = [];
    try {
      fill(batch);
    } catch (error) {
      // A queue can be deleted under its mapping, which then has nothing to read.
      if (!(error instanceof AwsError)) throw error;
      kernel.tell(`queue:${queueName(sourceArn)}`, 'unread', error.code);
    }
    return batch;
  };

  const poll = (): void => {
    scheduled = false;
    while (!stopped && busy < maximumConcurrency) {
      const batch = receive();
      if (batch.length === 0) return;
      busy++;
      void work(batch);
    }
  };

  /** Messages of one instant go together: receiving waits until that instant is over. */
  const wake = (): void => {
    if (stopped || scheduled || busy >= maximumConcurrency) return;
    scheduled = true;
    kernel.clock.after(0, poll);
  };

  const unsubscribe = queues.subscribe(sourceArn, wake);
  wake();
  return () => {
    stopped = true;
    unsubscribe();
  };
};

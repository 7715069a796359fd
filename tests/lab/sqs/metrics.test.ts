// SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".
import { expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Metrics } from '../../../lab/kernel/ports.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { createSqs } from '../../../lab/sqs/sqs.ts';

const world = () => {
  const kernel = virtualKernel({ seed: 1, startAt: 0 });
  let sample = (): void => {};
  let taken: Record<string, number> = {};
  const metrics: Metrics = {
    put: ({ name, dimensions }, value) => {
      taken[`${dimensions.QueueName} ${name.replace('Approximate', '')}`] = value;
    },
    sample: (read) => {
      sample = read;
    },
  };
  const sqs = createSqs({ kernel, meter: createMeter(), metrics });
  const dlq = sqs.createQueue({ QueueName: 'dlq' });
  const queue = sqs.createQueue({
    QueueName: 'q',
    VisibilityTimeout: 60,
    RedrivePolicy: { deadLetterTargetArn: dlq.arn, maxReceiveCount: 4 },
  });
  const pass = async (seconds: number): Promise<void> => {
    kernel.clock.after(seconds * 1000, () => {});
    await kernel.clock.run();
  };
  const metricsOf = (name: string) => {
    taken = {};
    sample();
    return Object.fromEntries(
      Object.entries(taken).flatMap(([key, value]) =>
        key.startsWith(`${name} `) ? [[key.slice(name.length + 1), value]] : [],
      ),
    );
  };
  return { sqs, queue, pass, metricsOf, receive: () => sqs.receive(queue.arn, 1, 'test') };
};

const empty = { NumberOfMessagesVisible: 0, NumberOfMessagesNotVisible: 0, NumberOfMessagesDelayed: 0 };

it('count messages by their state, and say how old the oldest is', async () => {
  const { sqs, queue, pass, metricsOf, receive } = world();
  expect(metricsOf('q')).toEqual(empty);
  await sqs.send({ queueArn: queue.arn, body: '1' }, 'test');
  await pass(30);
  await sqs.send({ queueArn: queue.arn, body: '2' }, 'test');
  receive();
  expect(metricsOf('q')).toEqual({
    ...empty,
    NumberOfMessagesVisible: 1,
    NumberOfMessagesNotVisible: 1,
    AgeOfOldestMessage: 30,
  });
});

it('leave a message that was received three times out of the age, whatever the redrive policy', async () => {
  const { sqs, queue, pass, metricsOf, receive } = world();
  await sqs.send({ queueArn: queue.arn, body: 'poison' }, 'test');
  const ages: unknown[] = [];
  for (let receives = 1; receives <= 3; receives++) {
    receive();
    ages.push(metricsOf('q').AgeOfOldestMessage);
    await pass(60);
  }
  expect(ages).toEqual([0, 60, undefined]);
  expect(metricsOf('q')).toMatchObject({ NumberOfMessagesVisible: 1 });
});

it('count the age in a dead-letter queue from the moment of the move', async () => {
  const { sqs, queue, pass, metricsOf, receive } = world();
  await sqs.send({ queueArn: queue.arn, body: 'poison' }, 'test');
  for (let receives = 1; receives <= 5; receives++) {
    receive();
    await pass(60);
  }
  expect(metricsOf('dlq')).toMatchObject({ NumberOfMessagesVisible: 1, AgeOfOldestMessage: 60 });
});

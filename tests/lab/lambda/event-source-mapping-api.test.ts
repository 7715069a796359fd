// Lambda API reference, "CreateEventSourceMapping" and its neighbours.

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

const JOBS = 'arn:aws:sqs:us-east-1:123456789012:jobs';

/** A lab with a function, which counts what it gets in its log, and a queue. */
const createWorld = async () => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: Date.UTC(2026, 0, 1) }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const client = new LambdaClient(lab.client);
  const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
  const sqs = new SQSClient(lab.client);
  const { QueueUrl } = await clock.settle(sqs.send(new CreateQueueCommand({ QueueName: 'jobs' })));
  const put = async (MessageBody: string): Promise<void> => {
    await clock.settle(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })));
    await clock.run();
  };
  const source =
    'exports.handler = async ({ Records }) => Records.forEach(({ body }) => process.stdout.write("job " + body));';
  await send(
    new CreateFunctionCommand({
      ...{ FunctionName: 'f', Runtime: 'nodejs24.x', Handler: 'f.handler', Role: undefined },
      Code: { ZipFile: zipSync({ 'f.js': strToU8(source) }) },
    }),
  );
  const jobs = () =>
    lab.logs.read('/aws/lambda/f').flatMap(({ message }) => /^job (.*)/.exec(message)?.[1] ?? []);
  return { lab, clock, send, put, jobs };
};

it('a mapping is created, disabled, enabled, listed and deleted', async () => {
  const { send, put, jobs } = await createWorld();
  const FunctionName = 'f';
  const created = await send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: JOBS }));
  const { UUID } = created;
  expect(created).toMatchObject({
    ...{ State: 'Enabled', BatchSize: 10, EventSourceArn: JOBS, LastModified: expect.any(Date) },
    ...{
      FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      $metadata: { httpStatusCode: 202 },
    },
  });
  await put('a');
  const disabled = await send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  expect(disabled).toMatchObject({ UUID, State: 'Disabled', BatchSize: 10 });
  await put('b');
  expect(jobs()).toEqual(['a']);
  await send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true, BatchSize: 1 }));
  await put('c');
  expect([...jobs()].sort()).toEqual(['a', 'b', 'c']);
  const get = new GetEventSourceMappingCommand({ UUID });
  expect(await send(get)).toMatchObject({ State: 'Enabled', BatchSize: 1 });
  const lists = [{ FunctionName }, { EventSourceArn: JOBS }, {}, { EventSourceArn: `${JOBS}-other` }].map(
    (input) => send(new ListEventSourceMappingsCommand(input)),
  );
  const listed = await Promise.all(lists);
  expect(listed.map(({ EventSourceMappings = [] }) => EventSourceMappings.map((each) => each.UUID))).toEqual([
    [UUID],
    [UUID],
    [UUID],
    [],
  ]);
  expect(await send(new DeleteEventSourceMappingCommand({ UUID }))).toMatchObject({ State: 'Deleting' });
  await expect(send(get)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The resource you requested does not exist.',
  });
});

// https://github.com/DataBiosphere/azul/issues/3399, https://github.com/aws/serverless-application-model/issues/1320
describe('a second mapping of the same source to the same function is refused', () => {
  it('of a queue', async () => {
    const { send } = await createWorld();
    const create = new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: JOBS });
    const { UUID } = await send(create);
    await expect(send(create)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `An event source mapping with SQS arn (" ${JOBS} ") and function (" f ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
      ...{ Type: 'User', $metadata: { httpStatusCode: 409 } },
    });
    await send(new UpdateEventSourceMappingCommand({ UUID, FunctionName: 'f', BatchSize: 1 }));
    await send(new DeleteEventSourceMappingCommand({ UUID }));
    expect(await send(create)).toMatchObject({ State: 'Enabled' });
  });

  it('of a stream', async () => {
    const { lab, clock, send } = await createWorld();
    const { TableDescription } = await clock.settle(
      new DynamoDBClient(lab.client).send(
        new CreateTableCommand({
          TableName: 'jobs',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        }),
      ),
    );
    const EventSourceArn = TableDescription?.LatestStreamArn;
    const input = { FunctionName: 'f', EventSourceArn };
    const { UUID } = await send(
      new CreateEventSourceMappingCommand({ ...input, StartingPosition: 'TRIM_HORIZON' }),
    );
    await expect(
      send(new CreateEventSourceMappingCommand({ ...input, StartingPosition: 'LATEST' })),
    ).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `The event source arn (" ${EventSourceArn} ") and function (" f ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`,
      $metadata: { httpStatusCode: 409 },
    });
  });
});

import {
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { attribute, bodyOf, openLab, queue, type Resources, ref, table } from './world.ts';

const { stringContaining, stringMatching } = expect;

type World = ReturnType<typeof openLab>;

const queuesOf = async ({ lab, settle }: World): Promise<readonly string[]> => {
  const { QueueUrls = [] } = await settle(new SQSClient(lab.client).send(new ListQueuesCommand({})));
  return QueueUrls.map((url) => url.split('/').at(-1) ?? '');
};

/** No queue may have such a name; to know it, the other queue must be there. */
const misnamed = queue({ QueueName: { 'Fn::Join': [' ', [attribute('Late', 'QueueName'), '2']] } });
const handler = (message: string, code = 'InvalidRequest') =>
  stringMatching(
    new RegExp(
      `Resource handler returned message: ".*${message}.*" \\(RequestToken: [\\da-f-]{36}, HandlerErrorCode: ${code}\\)$`,
    ),
  );

/** Source: CloudFormation User Guide, "Monitor stack progress" and "Choose how to handle failures". */
describe('creating a stack', () => {
  const notes: Resources = {
    Desk: { Type: 'AWS::Events::EventBus', Properties: { Name: attribute('Late', 'QueueName') } },
    Late: queue({ VisibilityTimeout: 60 }),
  };

  it('tells of every resource, each after those it needs, and ends complete', async () => {
    const world = openLab();
    expect(await world.create(notes)).toBe('CREATE_COMPLETE');
    expect(await world.events('library')).toEqual([
      'library CREATE_IN_PROGRESS User Initiated',
      'Late CREATE_IN_PROGRESS',
      'Late CREATE_COMPLETE',
      'Desk CREATE_IN_PROGRESS',
      'Desk CREATE_COMPLETE',
      'library CREATE_COMPLETE',
    ]);
  });

  it('goes on after its call was answered', async () => {
    const { cloudformation, settle, describe: look } = openLab();
    const command = new CreateStackCommand({ StackName: 'library', TemplateBody: bodyOf(notes) });
    await settle(cloudformation.send(command));
    expect((await look('library'))?.StackStatus).toBe('CREATE_IN_PROGRESS');
  });

  it('keeps what it was given, and its outputs', async () => {
    const { create, describe: look } = openLab();
    const outputs = { Url: { Value: ref('Late'), Description: 'where', Export: { Name: 'late-url' } } };
    await create(notes, {
      TemplateBody: JSON.stringify({ Description: 'A library', Resources: notes, Outputs: outputs }),
      Tags: [{ Key: 'STAGE', Value: 'dev' }],
      Capabilities: ['CAPABILITY_IAM'],
      EnableTerminationProtection: true,
    });
    expect(await look('library')).toMatchObject({
      StackId: stringMatching(/^arn:aws:cloudformation:us-east-1:123456789012:stack\/library\/[\da-f-]{36}$/),
      Description: 'A library',
      Tags: [{ Key: 'STAGE', Value: 'dev' }],
      Capabilities: ['CAPABILITY_IAM'],
      EnableTerminationProtection: true,
      DisableRollback: false,
      CreationTime: expect.any(Date),
      Outputs: [
        {
          OutputKey: 'Url',
          OutputValue: stringContaining('/library-Late-'),
          Description: 'where',
          ExportName: 'late-url',
        },
      ],
    });
  });

  it('that fails says what failed and why, and deletes what was made, the last first', async () => {
    const world = openLab();
    await world.create({ Late: queue(), Later: queue({ QueueName: attribute('Late', 'Arn') }) });
    expect(await world.events('library')).toEqual([
      'library CREATE_IN_PROGRESS User Initiated',
      'Late CREATE_IN_PROGRESS',
      'Late CREATE_COMPLETE',
      'Later CREATE_IN_PROGRESS',
      handler('alphanumeric'),
      'library ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Later]. Rollback requested by user.',
      'Late DELETE_IN_PROGRESS',
      'Late DELETE_COMPLETE',
      'library ROLLBACK_COMPLETE',
    ]);
  });

  it.each([
    ['nothing said', {}, 'ROLLBACK_COMPLETE', 0],
    ['OnFailure ROLLBACK', { OnFailure: 'ROLLBACK' }, 'ROLLBACK_COMPLETE', 0],
    ['OnFailure DELETE', { OnFailure: 'DELETE' }, 'DELETE_COMPLETE', 0],
    ['OnFailure DO_NOTHING', { OnFailure: 'DO_NOTHING' }, 'CREATE_FAILED', 1],
    ['DisableRollback', { DisableRollback: true }, 'CREATE_FAILED', 1],
  ] as const)('that fails, with %s', async (_what, options, status, left) => {
    const world = openLab();
    expect(await world.create({ Late: queue(), Later: misnamed }, options)).toBe(status);
    expect(await queuesOf(world)).toHaveLength(left);
  });

  it.each([
    ['Retain', 1],
    ['RetainExceptOnCreate', 0],
    ['Delete', 0],
  ])('that fails leaves what is to be kept: %s', async (DeletionPolicy, left) => {
    const world = openLab();
    await world.create({ Late: { ...queue(), DeletionPolicy }, Later: misnamed });
    expect(await queuesOf(world)).toHaveLength(left);
  });

  it('gives the same names as a deployment of the lab itself', async () => {
    const [world, other] = [openLab(), openLab()];
    await world.create({ Late: queue() });
    await other.lab.deploy({
      template: { Resources: { Late: queue() } },
      stackName: 'library',
      artifact: () => {
        throw new Error('there is no code');
      },
    });
    expect(await queuesOf(world)).toEqual(await queuesOf(other));
    expect((await other.describe('library'))?.StackStatus).toBe('CREATE_COMPLETE');
  });
});

/** Source: CloudFormation User Guide, "Update behaviors of stack resources". */
describe('updating a stack', () => {
  const dynamodb = ({ lab }: World) => new DynamoDBClient(lab.client);
  const Item = { title: { S: 'emma' } };
  const put = (world: World, TableName: string) =>
    world.settle(dynamodb(world).send(new PutItemCommand({ TableName, Item })));
  const read = async (world: World, TableName: string) =>
    (await world.settle(dynamodb(world).send(new GetItemCommand({ TableName, Key: Item })))).Item;

  it('changes in place what can be: a table keeps its items', async () => {
    const world = openLab();
    await world.create({ Books: table({ TableName: 'books' }) });
    await put(world, 'books');
    const changed = table({ TableName: 'books', DeletionProtectionEnabled: true });
    expect(await world.update({ Books: changed })).toBe('UPDATE_COMPLETE');
    expect(await read(world, 'books')).toEqual(Item);
    expect((await world.events('library')).slice(4)).toEqual([
      'library UPDATE_IN_PROGRESS User Initiated',
      'Books UPDATE_IN_PROGRESS',
      'Books UPDATE_COMPLETE',
      'library UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'library UPDATE_COMPLETE',
    ]);
  });

  it('replaces what cannot be changed, hands its new name on, and deletes the old one last', async () => {
    const world = openLab();
    const users = { Desk: { Type: 'AWS::Events::EventBus', Properties: { Name: ref('Books') } } };
    await world.create({ Books: table(), ...users });
    const author = { AttributeName: 'author', AttributeType: 'S' };
    const other = table({
      AttributeDefinitions: [author],
      KeySchema: [{ AttributeName: 'author', KeyType: 'HASH' }],
    });
    expect(await world.update({ Books: other, ...users })).toBe('UPDATE_COMPLETE');
    const replacing =
      'Requested update requires the creation of a new physical resource; hence creating one.';
    expect((await world.events('library')).slice(6)).toEqual([
      'library UPDATE_IN_PROGRESS User Initiated',
      `Books UPDATE_IN_PROGRESS ${replacing}`,
      'Books UPDATE_COMPLETE',
      `Desk UPDATE_IN_PROGRESS ${replacing}`,
      'Desk UPDATE_COMPLETE',
      'library UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Desk DELETE_IN_PROGRESS',
      'Desk DELETE_COMPLETE',
      'Books DELETE_IN_PROGRESS',
      'Books DELETE_COMPLETE',
      'library UPDATE_COMPLETE',
    ]);
  });

  it('does not replace what has a name of its own', async () => {
    const world = openLab();
    await world.create({ Books: table({ TableName: 'books' }) });
    const author = { AttributeName: 'author', AttributeType: 'S' };
    const other = table({
      TableName: 'books',
      AttributeDefinitions: [author],
      KeySchema: [{ AttributeName: 'author', KeyType: 'HASH' }],
    });
    expect(await world.update({ Books: other })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.events('library')).toContain(
      'Books UPDATE_FAILED CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename books and update the stack again.',
    );
  });

  it('makes what is new and deletes what is gone', async () => {
    const world = openLab();
    await world.create({ Late: queue({ QueueName: 'late' }), Lost: queue({ QueueName: 'lost' }) });
    await world.update({ Late: queue({ QueueName: 'late' }), Found: queue({ QueueName: 'found' }) });
    expect(await queuesOf(world)).toEqual(['late', 'found']);
  });

  it.each([
    ['DeletionPolicy', { Found: queue() }, 2],
    ['UpdateReplacePolicy', { Lost: queue({ QueueName: 'found' }) }, 2],
  ])('keeps what %s retains', async (policy, resources, left) => {
    const world = openLab();
    await world.create({ Lost: { ...queue({ QueueName: 'lost' }), [policy]: 'Retain' } });
    const kept = Object.fromEntries(
      Object.entries(resources).map(([id, resource]) => [id, { ...resource, UpdateReplacePolicy: 'Retain' }]),
    );
    await world.update(kept);
    expect(await queuesOf(world)).toHaveLength(left);
    expect(await world.events('library')).toContain('Lost DELETE_SKIPPED');
  });

  it('that fails puts everything back as it was', async () => {
    const world = openLab();
    await world.create({ Late: queue({ QueueName: 'late' }), Gone: queue({ QueueName: 'gone' }) });
    const status = await world.update({
      Late: queue({ QueueName: 'late', VisibilityTimeout: 90 }),
      New: queue({ QueueName: 'new' }),
      Later: misnamed,
    });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await queuesOf(world)).toEqual(['late', 'gone']);
    expect(await visibility(world, 'late')).toBe('30');
    expect((await world.events('library')).slice(6)).toEqual([
      'library UPDATE_IN_PROGRESS User Initiated',
      'Late UPDATE_IN_PROGRESS',
      'Late UPDATE_COMPLETE',
      'New CREATE_IN_PROGRESS',
      'New CREATE_COMPLETE',
      'Later CREATE_IN_PROGRESS',
      handler('alphanumeric'),
      'library UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Later]. ',
      'Late UPDATE_IN_PROGRESS',
      'Late UPDATE_COMPLETE',
      'library UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'New DELETE_IN_PROGRESS',
      'New DELETE_COMPLETE',
      'library UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  const visibility = async (world: World, QueueUrl: string) => {
    const { Attributes = {} } = await world.settle(
      new SQSClient(world.lab.client).send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
      ),
    );
    return Attributes.VisibilityTimeout;
  };
  /** Its service makes the change, and the answer is lost. */
  const lostAnswer = { name: 'InternalFailure', message: 'no answer', when: 'after' } as const;

  it('whose change was made and not confirmed puts that back, too', async () => {
    const world = openLab();
    await world.create({ Late: queue({ QueueName: 'late' }) });
    let failures = 1;
    world.kernel.install(({ target }) =>
      target === 'UPDATE:library/Late' && failures-- > 0 ? { error: lostAnswer } : undefined,
    );
    const longer = queue({ QueueName: 'late', VisibilityTimeout: 90 });
    expect(await world.update({ Late: longer })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await visibility(world, 'late')).toBe('30');
    expect(await world.events('library')).toContainEqual(handler('no answer', 'ServiceInternalError'));
  });

  it('that cannot be put back says so, and leaves what was made', async () => {
    const world = openLab();
    await world.create({ Late: queue({ QueueName: 'late' }) });
    let isMade = true;
    world.kernel.install(({ target }) => {
      if (target !== 'UPDATE:library/Late') return undefined;
      const error = { ...lostAnswer, when: isMade ? ('after' as const) : ('before' as const) };
      isMade = false;
      return { error };
    });
    const longer = queue({ QueueName: 'late', VisibilityTimeout: 90 });
    expect(await world.update({ Late: longer })).toBe('UPDATE_ROLLBACK_FAILED');
    expect(await visibility(world, 'late')).toBe('90');
    expect((await world.describe('library'))?.StackStatusReason).toBe(
      'The following resource(s) failed to update: [Late]. ',
    );
  });

  it('that fails leaves the policies as they were, too', async () => {
    const world = openLab();
    await world.create({ Late: queue({ QueueName: 'late' }) });
    const retained = { ...queue({ QueueName: 'late' }), DeletionPolicy: 'Retain' };
    await world.update({ Late: retained, Later: misnamed });
    await world.update({ Other: queue({ QueueName: 'other' }) });
    expect(await queuesOf(world)).toEqual(['other']);
  });

  it('after one that was rolled back works again', async () => {
    const world = openLab();
    await world.create({ Late: queue({ QueueName: 'late' }) });
    await world.update({ Late: queue({ QueueName: 'late' }), Later: misnamed });
    const longer = queue({ QueueName: 'late', VisibilityTimeout: 90 });
    expect(await world.update({ Late: longer })).toBe('UPDATE_COMPLETE');
  });

  it('that fails without rollback stands as far as it came', async () => {
    const world = openLab();
    await world.create({ Late: queue() });
    const further = { Late: queue(), New: queue(), Later: misnamed };
    expect(await world.update(further, { DisableRollback: true })).toBe('UPDATE_FAILED');
    expect(await queuesOf(world)).toHaveLength(2);
    expect(await world.update({ Late: queue(), New: queue() })).toBe('UPDATE_COMPLETE');
  });

  it('takes over a stack that the lab deployed', async () => {
    const world = openLab();
    await world.lab.deploy({
      template: { Resources: { Books: table() } },
      stackName: 'library',
      artifact: () => {
        throw new Error('there is no code');
      },
    });
    expect(await world.update({ Books: table({ DeletionProtectionEnabled: true }) })).toBe('UPDATE_COMPLETE');
    expect((await world.events('library')).filter((event) => event.includes('UPDATE_IN_PROGRESS'))).toEqual([
      'library UPDATE_IN_PROGRESS User Initiated',
      'Books UPDATE_IN_PROGRESS',
    ]);
  });
});

/** Source: CloudFormation User Guide, "Delete a stack"; API Reference, "DeleteStack". */
describe('deleting a stack', () => {
  const deleteStack = async (world: World, RetainResources?: string[]) => {
    const { StackId = '' } = (await world.describe('library')) ?? {};
    await world.settle(
      world.cloudformation.send(
        new DeleteStackCommand({ StackName: 'library', ...(RetainResources && { RetainResources }) }),
      ),
    );
    await world.kernel.clock.run();
    return { id: StackId, status: (await world.describe(StackId))?.StackStatus };
  };

  it('deletes the resources, those first that need others', async () => {
    const world = openLab();
    await world.create({
      Later: queue({ VisibilityTimeout: 1 }),
      Late: queue(),
      Kept: { ...queue(), DeletionPolicy: 'Retain' },
    });
    const { id, status } = await deleteStack(world);
    expect(status).toBe('DELETE_COMPLETE');
    expect((await world.events(id)).slice(8)).toEqual([
      'library DELETE_IN_PROGRESS User Initiated',
      'Kept DELETE_SKIPPED',
      'Late DELETE_IN_PROGRESS',
      'Late DELETE_COMPLETE',
      'Later DELETE_IN_PROGRESS',
      'Later DELETE_COMPLETE',
      'library DELETE_COMPLETE',
    ]);
    expect(await queuesOf(world)).toHaveLength(1);
  });

  it('frees its name: another may have it, with resources of other names', async () => {
    const world = openLab();
    await world.create({ Late: queue() });
    const before = await queuesOf(world);
    await deleteStack(world);
    await expect(world.describe('library')).rejects.toThrow('Stack with id library does not exist');
    expect(await world.create({ Late: queue() })).toBe('CREATE_COMPLETE');
    expect(await queuesOf(world)).not.toEqual(before);
  });

  it('fails while a resource will not go, and goes on without it when told so', async () => {
    const world = openLab();
    await world.create({
      Box: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'box' } },
      Late: queue(),
    });
    await world.eventually(world.s3.send(new PutObjectCommand({ Bucket: 'box', Key: 'book', Body: 'emma' })));
    const { id, status } = await deleteStack(world);
    expect(status).toBe('DELETE_FAILED');
    expect((await world.events(id)).slice(-3)).toEqual([
      'Box DELETE_IN_PROGRESS',
      handler('The bucket you tried to delete is not empty'),
      'library DELETE_FAILED The following resource(s) failed to delete: [Box]. ',
    ]);
    expect(await deleteStack(world, ['Box'])).toMatchObject({ status: 'DELETE_COMPLETE' });
  });

  it('counts what is gone already as deleted', async () => {
    const world = openLab();
    await world.create({ Box: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'box' } } });
    await world.eventually(world.s3.send(new DeleteBucketCommand({ Bucket: 'box' })));
    expect(await deleteStack(world)).toMatchObject({ status: 'DELETE_COMPLETE' });
  });

  it('that is not there is no error', async () => {
    const { settle, cloudformation } = openLab();
    await expect(
      settle(cloudformation.send(new DeleteStackCommand({ StackName: 'library' }))),
    ).resolves.toBeDefined();
  });

  it('that is protected is refused, until the protection is taken off', async () => {
    const world = openLab();
    await world.create({ Late: queue() }, { EnableTerminationProtection: true });
    await expect(deleteStack(world)).rejects.toThrow(
      'Stack [library] cannot be deleted while TerminationProtection is enabled',
    );
    await world.settle(
      world.cloudformation.send(
        new UpdateTerminationProtectionCommand({
          StackName: 'library',
          EnableTerminationProtection: false,
        }),
      ),
    );
    expect(await deleteStack(world)).toMatchObject({ status: 'DELETE_COMPLETE' });
  });
});

/** What CloudFormation refuses at once: API Reference, "Errors" of each action. */
describe('a stack that cannot be', () => {
  const role = (properties: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      ...properties,
    },
  });

  it.each<[string, Resources | string, string, string]>([
    ['text that is no JSON', '{', 'ValidationError', 'Template format error: JSON not well-formed.'],
    ['YAML', 'Resources: {}', 'ValidationError', 'A template in YAML is not supported by the lab: use JSON'],
    [
      'a role nobody acknowledged',
      { Lend: role({}) },
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [
      'a role with a name nobody acknowledged',
      { Lend: role({ RoleName: 'lend' }) },
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ],
  ])('%s', async (_what, template, name, message) => {
    const { create } = openLab();
    const TemplateBody = typeof template === 'string' ? template : bodyOf(template);
    await expect(create({}, { TemplateBody })).rejects.toMatchObject({
      name,
      message: stringContaining(message),
    });
  });

  it.each<[string, object, string]>([
    ['a name with an underscore', { StackName: 'my_library' }, "Value 'my_library' at 'stackName'"],
    ['no template', { TemplateBody: undefined }, 'Either Template URL or Template Body must be specified.'],
    [
      'a template that is nowhere',
      { TemplateBody: undefined, TemplateURL: 'nowhere' },
      'TemplateURL must reference a valid S3 object to which you have access.',
    ],
    [
      'a template that is not where it says',
      { TemplateBody: undefined, TemplateURL: 'https://s3.amazonaws.com/box/template.json' },
      'S3 error: The specified bucket does not exist\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    ],
    [
      'a parameter',
      { Parameters: [{ ParameterKey: 'Size', ParameterValue: '1' }] },
      'Parameters: [Size] do not exist in the template',
    ],
    [
      'a role of its own',
      { RoleARN: 'arn:aws:iam::123456789012:role/r' },
      'RoleARN is not supported by the lab',
    ],
    ['a time to be done in', { TimeoutInMinutes: 5 }, 'TimeoutInMinutes is not supported by the lab'],
    [
      'both ways to handle failure',
      { OnFailure: 'DELETE', DisableRollback: true },
      'Only one of OnFailure or DisableRollback may be specified.',
    ],
  ])('%s', async (_what, input, message) => {
    const { create } = openLab();
    await expect(create({ Late: queue() }, input)).rejects.toMatchObject({
      name: 'ValidationError',
      message: stringContaining(message),
    });
  });

  it('of a name that is taken', async () => {
    const { create } = openLab();
    await create({ Late: queue() });
    await expect(create({ Late: queue() })).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Stack [library] already exists',
    });
  });

  it.each<[string, Resources, string]>([
    ['nothing new', { Late: queue() }, 'No updates are to be performed.'],
    [
      'another type for a resource that is there',
      { Late: table() },
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [Late]',
    ],
  ])('updated with %s', async (_what, resources, message) => {
    const { create, update } = openLab();
    await create({ Late: queue() });
    await expect(update(resources)).rejects.toMatchObject({ name: 'ValidationError', message });
  });

  it('updated where there is none, or before it is at rest, or after it was rolled back', async () => {
    const { create, update, cloudformation, settle } = openLab();
    await expect(update({ Late: queue() })).rejects.toThrow('Stack [library] does not exist');
    const input = { StackName: 'library', TemplateBody: bodyOf({ Late: queue(), Later: misnamed }) };
    await settle(cloudformation.send(new CreateStackCommand(input)));
    await expect(settle(cloudformation.send(new UpdateStackCommand(input)))).rejects.toThrow(
      /^Stack:arn:aws:cloudformation:\S+ is in CREATE_IN_PROGRESS state and can not be updated\.$/,
    );
    await expect(create({ Late: queue() })).rejects.toThrow('Stack [library] already exists');
    await expect(update({ Late: queue() })).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated.',
    );
  });
});

/** What the published schemas refuse, each with its resource's event. */
describe('properties that the published schema does not have', () => {
  const failed = 'Properties validation failed for resource Thing with message:\n';

  it.each<[string, object, string]>([
    ['an unknown one', queue({ Cheese: true }), '#: extraneous key [Cheese] is not permitted'],
    [
      'one that is missing',
      { Type: 'AWS::Events::EventBus', Properties: {} },
      '#: required key [Name] not found',
    ],
    [
      'one of a wrong type',
      queue({ VisibilityTimeout: 'long' }),
      '#/VisibilityTimeout: expected type: Integer, found: String',
    ],
    [
      'one within another',
      table({ StreamSpecification: { ViewType: 'NEW_IMAGE' } }),
      '#/StreamSpecification: extraneous key [ViewType] is not permitted',
    ],
    [
      'one of a list',
      table({ KeySchema: [{ AttributeName: 'title' }] }),
      '#/KeySchema/0: required key [KeyType] not found',
    ],
  ])('%s', async (_what, Thing, problem) => {
    const world = openLab();
    expect(await world.create({ Thing })).toBe('ROLLBACK_COMPLETE');
    const [, , event = ''] = await world.events('library');
    expect(event).toContain(`Thing CREATE_FAILED ${failed}`);
    expect(event).toContain(problem);
  });

  it('numbers and flags may be text', async () => {
    const text = queue({ VisibilityTimeout: '60', SqsManagedSseEnabled: 'true' });
    expect(await openLab().create({ Thing: text })).toBe('CREATE_COMPLETE');
  });

  it('one that AWS has and the lab does not is named', async () => {
    const world = openLab();
    await world.create({ Thing: queue({ FifoQueue: true }) });
    expect(await world.events('library')).toContainEqual(
      handler('AWS::SQS::Queue.FifoQueue is not supported by the lab'),
    );
  });
});

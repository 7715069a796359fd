import {
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { bodyOf, openLab, queue } from './world.ts';

const { stringContaining } = expect;

/** Source: AWS CloudFormation API Reference, each action's "Response elements" and "Errors". */
describe('what stands in a stack', () => {
  const opened = async () => {
    const world = openLab();
    await world.create({ Late: queue({ QueueName: 'late' }), Lost: queue({ QueueName: 'lost' }) });
    return world;
  };

  it('one resource', async () => {
    const { cloudformation, settle } = await opened();
    const { StackResourceDetail } = await settle(
      cloudformation.send(
        new DescribeStackResourceCommand({ StackName: 'library', LogicalResourceId: 'Late' }),
      ),
    );
    expect(StackResourceDetail).toMatchObject({
      StackName: 'library',
      LogicalResourceId: 'Late',
      PhysicalResourceId: stringContaining('/late'),
      ResourceType: 'AWS::SQS::Queue',
      ResourceStatus: 'CREATE_COMPLETE',
      LastUpdatedTimestamp: expect.any(Date),
    });
  });

  it.each([
    [{ StackName: 'library' }, ['Late', 'Lost']],
    [{ StackName: 'library', LogicalResourceId: 'Lost' }, ['Lost']],
    [{ PhysicalResourceId: 'https://sqs.us-east-1.amazonaws.com/123456789012/late' }, ['Late', 'Lost']],
  ])('all of %j', async (input, logicalIds) => {
    const { cloudformation, settle } = await opened();
    const { StackResources = [] } = await settle(
      cloudformation.send(new DescribeStackResourcesCommand(input)),
    );
    expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(logicalIds);
  });

  it('after a resource was deleted, that is gone from it', async () => {
    const { cloudformation, settle, update } = await opened();
    await update({ Late: queue({ QueueName: 'late' }) });
    const { StackResourceSummaries = [] } = await settle(
      cloudformation.send(new ListStackResourcesCommand({ StackName: 'library' })),
    );
    expect(StackResourceSummaries).toMatchObject([{ LogicalResourceId: 'Late' }]);
  });

  it('after a resource was replaced, the new one is there and complete', async () => {
    const { cloudformation, settle, create, update } = openLab();
    await create({ Late: queue({ QueueName: 'late' }) });
    await update({ Late: queue({ QueueName: 'later' }) });
    const { StackResourceSummaries = [] } = await settle(
      cloudformation.send(new ListStackResourcesCommand({ StackName: 'library' })),
    );
    expect(StackResourceSummaries).toMatchObject([
      { PhysicalResourceId: stringContaining('/later'), ResourceStatus: 'UPDATE_COMPLETE' },
    ]);
  });

  it('its template, to the letter', async () => {
    const { create, cloudformation, settle } = openLab();
    const TemplateBody = JSON.stringify({ Resources: { Late: queue() } }, null, 2);
    await create({}, { TemplateBody });
    const answer = await settle(cloudformation.send(new GetTemplateCommand({ StackName: 'library' })));
    expect(answer).toMatchObject({ TemplateBody, StagesAvailable: ['Original', 'Processed'] });
  });

  it('comes in pages of a hundred', async () => {
    const world = openLab();
    const queues = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`Q${index}`, queue()]));
    await world.create(queues);
    const client = world.cloudformation;
    const pages = async <Page>(
      paginate: AsyncIterable<Page>,
      count: (page: Page) => number | undefined,
    ): Promise<(number | undefined)[]> => {
      const counts: (number | undefined)[] = [];
      const read = (async () => {
        for await (const page of paginate) counts.push(count(page));
      })();
      await world.settle(read);
      return counts;
    };
    const StackName = 'library';
    expect(
      await pages(
        paginateListStackResources({ client }, { StackName }),
        ({ StackResourceSummaries }) => StackResourceSummaries?.length,
      ),
    ).toEqual([100, 20]);
    expect(
      await pages(
        paginateDescribeStackEvents({ client }, { StackName }),
        ({ StackEvents }) => StackEvents?.length,
      ),
    ).toEqual([100, 100, 42]);
  });
});

describe('all stacks', () => {
  it('are listed, the newest first, by what they are in', async () => {
    const { create, cloudformation, settle } = openLab();
    await create({ Late: queue() });
    await create({ Late: queue({ QueueName: 'a b' }) }, { StackName: 'broken' });
    const names = async (filter?: ('CREATE_COMPLETE' | 'ROLLBACK_COMPLETE')[]) => {
      const command = new ListStacksCommand(filter ? { StackStatusFilter: filter } : {});
      const { StackSummaries = [] } = await settle(cloudformation.send(command));
      return StackSummaries.map(({ StackName }) => StackName);
    };
    expect(await names()).toEqual(['broken', 'library']);
    expect(await names(['CREATE_COMPLETE'])).toEqual(['library']);
    const { Stacks = [] } = await settle(cloudformation.send(new DescribeStacksCommand({})));
    expect(Stacks.map(({ StackName }) => StackName)).toEqual(['broken', 'library']);
  });
});

describe('what is not there', () => {
  const StackName = 'nobody';
  it.each([
    ['DescribeStacks', new DescribeStacksCommand({ StackName }), 'Stack with id nobody does not exist'],
    [
      'ListStackResources',
      new ListStackResourcesCommand({ StackName }),
      'Stack with id nobody does not exist',
    ],
    ['GetTemplate', new GetTemplateCommand({ StackName }), 'Stack with id nobody does not exist'],
    ['DescribeStackEvents', new DescribeStackEventsCommand({ StackName }), 'Stack [nobody] does not exist'],
    [
      'DescribeStackResource',
      new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Late' }),
      "Stack 'nobody' does not exist",
    ],
    [
      'DescribeStackResource',
      new DescribeStackResourceCommand({ StackName: 'library', LogicalResourceId: 'Nothing' }),
      'Resource Nothing does not exist for stack library',
    ],
  ])('%s: a ValidationError that says so', async (_operation, command, message) => {
    const { create, cloudformation, settle } = openLab();
    await create({ Late: queue() });
    const sent = settle(cloudformation.send(command as DescribeStacksCommand));
    await expect(sent).rejects.toMatchObject({ name: 'ValidationError', message });
  });
});

/** Source: AWS CloudFormation API Reference, "ValidateTemplate"; "CreateStack", TemplateURL. */
describe('a template', () => {
  const trust = {
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };

  it('is validated, and says what it asks for', async () => {
    const { cloudformation, settle } = openLab();
    const Lend = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } };
    const TemplateBody = JSON.stringify({ Description: 'A library', Resources: { Lend } });
    expect(await settle(cloudformation.send(new ValidateTemplateCommand({ TemplateBody })))).toMatchObject({
      Description: 'A library',
      Capabilities: ['CAPABILITY_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
    });
    expect(await settle(cloudformation.send(new GetTemplateSummaryCommand({ TemplateBody })))).toMatchObject({
      Capabilities: ['CAPABILITY_IAM'],
      ResourceTypes: ['AWS::IAM::Role'],
    });
    const broken = bodyOf({ Late: queue({ QueueName: { Ref: 'Nobody' } }) });
    await expect(
      settle(cloudformation.send(new ValidateTemplateCommand({ TemplateBody: broken }))),
    ).rejects.toThrow('Unresolved resource dependencies [Nobody]');
  });

  it.each([
    'https://s3.amazonaws.com/box/templates/library.json',
    'https://box.s3.amazonaws.com/templates/library.json',
    'https://box.s3.us-east-1.amazonaws.com/templates/library.json',
    'http://127.0.0.1:4566/box/templates/library.json',
  ])('comes from S3: %s', async (TemplateURL) => {
    const { s3, eventually, create, describe: look } = openLab();
    const Body = bodyOf({ Late: queue() });
    await eventually(s3.send(new CreateBucketCommand({ Bucket: 'box' })));
    await eventually(s3.send(new PutObjectCommand({ Bucket: 'box', Key: 'templates/library.json', Body })));
    expect(await create({}, { TemplateBody: undefined, TemplateURL })).toBe('CREATE_COMPLETE');
    expect((await look('library'))?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('in the request may have 51,200 bytes, and more from S3', async () => {
    const { create } = openLab();
    const long = JSON.stringify({ Description: 'x'.repeat(51_200), Resources: { Late: queue() } });
    await expect(create({}, { TemplateBody: long })).rejects.toThrow(
      'Member must have length less than or equal to 51200',
    );
  });
});

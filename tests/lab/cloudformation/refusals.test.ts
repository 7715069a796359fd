// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.
import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeStacksCommand,
  ListChangeSetsCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { attribute, bodyOf, openLab, queue, type Resources, ref } from './world.ts';

type World = ReturnType<typeof openLab>;

/** What of a template as a whole cannot be, and CloudFormation's words for it, each with who reports them. */
const templates: readonly (readonly [what: string, body: string, message: string])[] = [
  [
    // https://github.com/serverless/serverless/issues/4745
    'a reference to nothing',
    bodyOf({ Late: queue({ QueueName: ref('Nobody') }), Later: { ...queue(), DependsOn: 'None' } }),
    'Template format error: Unresolved resource dependencies [Nobody, None] in the Resources block of the template',
  ],
  [
    // https://github.com/aws-samples/sample-OpenClaw-on-AWS-with-Bedrock/issues/131
    'nothing within a text',
    bodyOf({ Late: queue({ QueueName: { 'Fn::Sub': 'late-${aws:InstanceId}' } }) }),
    'Template format error: Unresolved resource dependencies [aws:InstanceId] in the Resources block of the template',
  ],
  [
    'an output of nothing',
    bodyOf({ Late: queue() }, { Url: { Value: ref('Nobody') } }),
    'Template format error: Unresolved resource dependencies [Nobody] in the Outputs block of the template',
  ],
  [
    // https://github.com/dougmoscrop/serverless-plugin-split-stacks/issues/150
    'an attribute of nothing',
    bodyOf({ Late: queue({ QueueName: attribute('Nobody', 'QueueName') }) }),
    'Template error: instance of Fn::GetAtt references undefined resource Nobody',
  ],
  [
    'an attribute of nothing within a text',
    bodyOf({ Late: queue({ QueueName: { 'Fn::Sub': '${Nobody.QueueName}' } }) }),
    'Template error: instance of Fn::Sub references invalid resource attribute Nobody.QueueName',
  ],
  [
    // https://github.com/serverless/serverless/issues/5777
    'an attribute that the type does not have',
    bodyOf({ Late: queue(), Later: queue({ QueueName: attribute('Late', 'Colour') }) }),
    'Template error: resource Late does not support attribute type Colour in Fn::GetAtt',
  ],
  [
    // https://github.com/serverless/serverless/issues/11499
    'a circle',
    bodyOf({ A: queue({ QueueName: ref('B') }), B: queue({ QueueName: ref('A') }) }),
    'Circular dependency between resources: [A, B]',
  ],
  [
    // https://github.com/aws/aws-cli/issues/8032
    'types that AWS does not have',
    bodyOf({ Late: { Type: 'AWS::SQS::Queu' }, Later: queue(), Fleet: { Type: 'Own::Fleet::Ship' } }),
    'Template format error: Unrecognized resource types: [AWS::SQS::Queu, Own::Fleet::Ship]',
  ],
  [
    // https://github.com/serverless/serverless/issues/2017
    'a name that is not alphanumeric',
    bodyOf({ Late: queue(), 'Late-2': queue() }),
    'Template format error: Resource name Late-2 is non alphanumeric.',
  ],
  [
    'an output of such a name',
    bodyOf({ Late: queue() }, { Late_Url: { Value: ref('Late') } }),
    "Template format error: Outputs name 'Late_Url' is non alphanumeric.",
  ],
  ['no resource', bodyOf({}), 'Template format error: At least one Resources member must be defined.'],
  [
    // https://github.com/serverless/serverless/issues/2387
    'too many resources',
    bodyOf(Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`Late${at}`, queue()]))),
    'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
  ],
  [
    'too many outputs',
    bodyOf(
      { Late: queue() },
      Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`Url${at}`, { Value: ref('Late') }])),
    ),
    'Template format error: Number of outputs, 201, is greater than maximum allowed, 200',
  ],
  [
    'a description that is no text',
    JSON.stringify({ Description: ['late'], Resources: { Late: queue() } }),
    'Template format error: Every Description member must be a string.',
  ],
  [
    // https://github.com/zalando-stups/senza/issues/319
    'too long a description',
    JSON.stringify({ Description: 'é'.repeat(513), Resources: { Late: queue() } }),
    "Template format error: 'Description' length is greater than 1024.",
  ],
  [
    // https://github.com/aws-cloudformation/cfn-lint/issues/485
    'an output that is a list',
    bodyOf({ Late: queue() }, { Urls: { Value: [ref('Late')] } }),
    'Template format error: The Value field of every Outputs member must evaluate to a String and not a List.',
  ],
  [
    // https://github.com/org-formation/org-formation-cli/issues/15
    'an output that is a map',
    bodyOf({ Late: queue() }, { Urls: { Value: { late: ref('Late') } } }),
    'Template format error: The Value field of every Outputs member must evaluate to a String and not a Map.',
  ],
  [
    'types that AWS has, and the lab does not',
    bodyOf({ Fleet: { Type: 'AWS::EC2::Instance' }, Own: { Type: 'Custom::Thing' } }),
    'not supported by the lab: AWS::EC2::Instance (Fleet), Custom::Thing (Own)',
  ],
];

/** Every way to hand in a template for a stack that is not there, or for the one that is. */
const calls = {
  ValidateTemplate: ({ cloudformation }: World, TemplateBody: string) =>
    cloudformation.send(new ValidateTemplateCommand({ TemplateBody })),
  CreateStack: ({ cloudformation }: World, TemplateBody: string) =>
    cloudformation.send(new CreateStackCommand({ StackName: 'other', TemplateBody })),
  'CreateChangeSet, to create': ({ cloudformation }: World, TemplateBody: string) =>
    cloudformation.send(
      new CreateChangeSetCommand({
        ...{ StackName: 'other', ChangeSetName: 'first', ChangeSetType: 'CREATE', TemplateBody },
      }),
    ),
  UpdateStack: ({ cloudformation }: World, TemplateBody: string) =>
    cloudformation.send(new UpdateStackCommand({ StackName: 'library', TemplateBody })),
  'CreateChangeSet, to update': ({ cloudformation }: World, TemplateBody: string) =>
    cloudformation.send(
      new CreateChangeSetCommand({ StackName: 'library', ChangeSetName: 'next', TemplateBody }),
    ),
};

/** AWS reads a template before it begins anything: the call itself fails, and no stack tells of it. */
describe('a template that cannot be as a whole is refused by the call', () => {
  it.each(templates)('%s', async (_what, body, message) => {
    const world = openLab();
    await world.create({ Shelf: queue() });
    const before = await world.events('library');
    for (const call of Object.values(calls)) {
      await expect(world.settle(call(world, body))).rejects.toMatchObject({
        ...{ name: 'ValidationError', message, $metadata: { httpStatusCode: 400 } },
      });
    }
    const { Stacks = [] } = await world.settle(world.cloudformation.send(new DescribeStacksCommand({})));
    expect(Stacks.map(({ StackName, StackStatus }) => [StackName, StackStatus])).toEqual([
      ['library', 'CREATE_COMPLETE'],
    ]);
    expect(await world.events('library')).toEqual(before);
    const { Summaries } = await world.settle(
      world.cloudformation.send(new ListChangeSetsCommand({ StackName: 'library' })),
    );
    expect(Summaries ?? []).toEqual([]);
  });
});

const statement = (Action: string, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });

/** A function that is traced, reads a queue and hands what it fails at to another one; its role may do all that. */
const lending = (allowed: readonly object[]): Resources => ({
  Late: queue(),
  Lost: queue(),
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [{ PolicyName: 'lend', PolicyDocument: { Version: '2012-10-17', Statement: allowed } }],
    },
  },
  Lend: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{ Handler: 'lend.handler', Runtime: 'nodejs24.x', Role: attribute('Role', 'Arn') },
      Code: { S3Bucket: 'box', S3Key: 'lend.zip' },
      TracingConfig: { Mode: 'Active' },
    },
  },
  LendOnFailure: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      ...{ FunctionName: ref('Lend'), Qualifier: '$LATEST' },
      DestinationConfig: { OnFailure: { Destination: attribute('Lost', 'Arn') } },
    },
  },
  LendMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: ref('Lend'), EventSourceArn: attribute('Late', 'Arn') },
  },
});

const TRACING = statement('xray:PutTraceSegments');
const DESTINATION = statement('sqs:SendMessage');
const SOURCE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map((action) =>
  statement(action),
);
const ALLOWED = [TRACING, DESTINATION, ...SOURCE];

/** What only the resource's service can say is told by events; then everything goes back to what it was. */
describe('a stack whose role may not do what its function needs is refused by its events', () => {
  const Capabilities = ['CAPABILITY_IAM' as const];
  const open = async (): Promise<World> => {
    const world = openLab();
    const Body = zipSync({ 'lend.js': strToU8('exports.handler = async () => {};') });
    await world.eventually(world.s3.send(new CreateBucketCommand({ Bucket: 'box' })));
    await world.eventually(world.s3.send(new PutObjectCommand({ Bucket: 'box', Key: 'lend.zip', Body })));
    return world;
  };

  const roles: readonly (readonly [what: string, missing: object, failed: string, reason: string])[] = [
    [
      ...(['tracing', TRACING, 'Lend'] as const),
      'The provided execution role does not have permissions to call PutTraceSegments on XRAY',
    ],
    [
      ...(['its destination', DESTINATION, 'LendOnFailure'] as const),
      "The function's execution role does not have permissions to call SendMessage on arn:aws:sqs:",
    ],
    [
      ...(['its source', SOURCE[0] as object, 'LendMapping'] as const),
      'The function execution role does not have permissions to call ReceiveMessage on SQS',
    ],
  ];

  it.each(roles)('created: %s', async (_what, missing, failed, reason) => {
    const world = await open();
    const without = lending(ALLOWED.filter((each) => each !== missing));
    expect(await world.create(without, { Capabilities })).toBe('ROLLBACK_COMPLETE');
    const events = await world.events('library');
    const at = events.findIndex((event) => event.startsWith(`${failed} CREATE_FAILED`));
    expect(events[at]).toContain(`${failed} CREATE_FAILED Resource handler returned message: "${reason}`);
    expect(events[at + 1]).toBe(
      `library ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [${failed}]. Rollback requested by user.`,
    );
    expect(events.slice(at + 2, -1)).toContain('Role DELETE_COMPLETE');
    expect(events.at(-1)).toBe('library ROLLBACK_COMPLETE');
  });

  it('created: a source that the function reads already', async () => {
    const world = await open();
    const resources = lending(ALLOWED);
    const again = { ...resources.LendMapping, DependsOn: 'LendMapping' };
    expect(await world.create({ ...resources, Again: again }, { Capabilities })).toBe('ROLLBACK_COMPLETE');
    expect(await world.events('library')).toContainEqual(
      expect.stringMatching(
        /^Again CREATE_FAILED .*An event source mapping with SQS arn \(" \S+ "\) and function \(" \S+ "\) already exists\. Please update or delete the existing mapping with UUID [0-9a-f-]{36}/,
      ),
    );
  });

  it('updated', async () => {
    const world = await open();
    expect(await world.create(lending(ALLOWED), { Capabilities })).toBe('CREATE_COMPLETE');
    const before = await world.events('library');
    const without = lending(SOURCE);
    (without.Lend as { Properties: object }).Properties = {
      ...(without.Lend as { Properties: object }).Properties,
      Timeout: 7,
    };
    expect(await world.update(without, { Capabilities })).toBe('UPDATE_ROLLBACK_COMPLETE');
    const stackEvents = (await world.events('library'))
      .slice(before.length)
      .filter((event) => event.startsWith('library ') || event.includes('FAILED'));
    expect(stackEvents).toEqual([
      'library UPDATE_IN_PROGRESS User Initiated',
      expect.stringContaining(
        'Lend UPDATE_FAILED Resource handler returned message: "The provided execution',
      ),
      'library UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Lend]. ',
      'library UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'library UPDATE_ROLLBACK_COMPLETE',
    ]);
  });
});

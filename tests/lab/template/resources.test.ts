import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../lab/kernel/random.ts';
import type { Properties } from '../../../lab/template/properties.ts';
import type { ResourceType } from '../../../lab/template/resource-type.ts';
import { createRegistry } from '../../../lab/template/resources/registry.ts';
import { recordingEngines } from './engines.ts';
import { artifactOf } from './library.ts';

const NAME = /^stack-Thing-[A-Z0-9]{12}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const files = {
  'src/a.js': 'js',
  'src/b.cjs': 'cjs',
  'src/c.mjs': 'mjs',
  'd.e.js': 'unreachable',
  'd.js': 'd',
};
const archive = artifactOf(files);

const create = async (type: string, properties: Properties = {}) => {
  const { engines, inputs } = recordingEngines();
  const context = {
    logicalId: 'Thing',
    stackName: 'stack',
    properties,
    random: createRandom(1),
    artifact: () => archive,
  };
  const created = await createRegistry(engines)[type]?.create(context);
  return { ...created, inputs };
};
const arn = (rest: string) => `arn:aws:${rest.replace(':', ':us-east-1:123456789012:')}`;
const code = { S3Bucket: 'b', S3Key: 'a.zip' };

/** CloudFormation Template Reference Guide, "Return values" of each type. */
const returnValues: readonly [type: string, properties: Properties, ref: unknown, attributes: Properties][] =
  [
    ['AWS::Logs::LogGroup', { LogGroupName: 'g' }, 'g', { Arn: arn('logs:log-group:g') }],
    [
      'AWS::Logs::QueryDefinition',
      { Name: 'n', QueryString: 'fields @message' },
      expect.stringMatching(UUID),
      { QueryDefinitionId: expect.stringMatching(UUID) },
    ],
    ['AWS::CloudWatch::Alarm', { AlarmName: 'a' }, 'a', { Arn: arn('cloudwatch:alarm:a') }],
    ['AWS::CloudWatch::Dashboard', { DashboardName: 'd', DashboardBody: '{}' }, 'd', {}],
    ['AWS::SNS::Topic', { TopicName: 't' }, arn('sns:t'), { TopicArn: arn('sns:t'), TopicName: 't' }],
    [
      'AWS::SNS::TopicPolicy',
      { Topics: ['t'], PolicyDocument: {} },
      expect.stringMatching(NAME),
      { Id: expect.stringMatching(NAME) },
    ],
    ['AWS::IAM::Role', { RoleName: 'r' }, 'r', { Arn: arn('iam:role/r'), RoleId: 'AROA1' }],
    [
      'AWS::Lambda::Function',
      { FunctionName: 'f', Handler: 'src/a.handler', Code: code },
      'f',
      { Arn: arn('lambda:function:f') },
    ],
    ['AWS::Lambda::Permission', {}, expect.stringMatching(NAME), { Id: expect.stringMatching(NAME) }],
    ['AWS::Lambda::EventInvokeConfig', {}, expect.stringMatching(NAME), {}],
    [
      'AWS::Lambda::EventSourceMapping',
      {},
      'uuid1',
      { Id: 'uuid1', EventSourceMappingArn: arn('lambda:event-source-mapping:uuid1') },
    ],
    ['AWS::DynamoDB::Table', { TableName: 't' }, 't', { Arn: arn('dynamodb:table/t') }],
    [
      'AWS::DynamoDB::Table',
      { TableName: 't', StreamSpecification: {} },
      't',
      { Arn: arn('dynamodb:table/t'), StreamArn: arn('dynamodb:table/t/stream/1') },
    ],
    ['AWS::Events::EventBus', { Name: 'b' }, 'b', { Arn: arn('events:event-bus/b'), Name: 'b' }],
    ['AWS::Events::Rule', { Name: 'r' }, 'r', { Arn: arn('events:rule/r') }],
    ['AWS::Events::Rule', { Name: 'r', EventBusName: 'b' }, 'b|r', { Arn: arn('events:rule/r') }],
    [
      'AWS::Events::Rule',
      { Name: 'r', EventBusName: arn('events:event-bus/b') },
      'b|r',
      { Arn: arn('events:rule/r') },
    ],
    [
      'AWS::SQS::Queue',
      { QueueName: 'q' },
      'https://sqs.example/q',
      { Arn: arn('sqs:q'), QueueName: 'q', QueueUrl: 'https://sqs.example/q' },
    ],
    [
      'AWS::SQS::QueuePolicy',
      { Queues: ['u'], PolicyDocument: {} },
      expect.stringMatching(NAME),
      { Id: expect.stringMatching(NAME) },
    ],
    [
      'AWS::StepFunctions::StateMachine',
      { StateMachineName: 'm', RoleArn: 'r' },
      arn('states:stateMachine:m'),
      { Arn: arn('states:stateMachine:m'), Name: 'm' },
    ],
    ['AWS::ApiGatewayV2::Api', {}, 'api1', { ApiId: 'api1', ApiEndpoint: 'https://api1.example' }],
    ['AWS::ApiGatewayV2::Integration', {}, 'int1', { IntegrationId: 'int1' }],
    ['AWS::ApiGatewayV2::Route', {}, 'route1', { RouteId: 'route1' }],
    ['AWS::ApiGatewayV2::Stage', { StageName: '$default' }, '$default', {}],
    [
      'AWS::S3::Bucket',
      {},
      expect.stringMatching(/^stack-thing-[a-z0-9]{12}$/),
      {
        Arn: expect.stringMatching(/^arn:aws:s3:::stack-thing-/),
        DomainName: expect.stringMatching(/\.s3\.amazonaws\.com$/),
        RegionalDomainName: expect.stringMatching(/\.s3\.us-east-1\.amazonaws\.com$/),
      },
    ],
    ['AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: {} }, 'b', {}],
  ];

describe('Ref and Fn::GetAtt', () => {
  it.each(returnValues)('of %s %j', async (type, properties, ref, attributes) => {
    expect(await create(type, properties)).toMatchObject({ ref });
    expect((await create(type, properties)).attributes).toEqual(attributes);
  });

  it('of every supported type are among those the CloudFormation specification has', () => {
    const types = Object.keys(createRegistry(recordingEngines().engines));
    expect(new Set(returnValues.map(([type]) => type))).toEqual(new Set(types));
    const specification = loadAwsServiceSpecSync();
    for (const [type, , , attributes] of returnValues) {
      const resource = specification.lookup('resource', 'cloudFormationType', 'equals', type).only();
      expect(Object.keys(resource.attributes)).toEqual(expect.arrayContaining(Object.keys(attributes)));
    }
  });
});

/** Type → its engine's method, and what it is told besides properties: the physical id, or the others of a policy. */
const lifecycles: readonly (readonly [
  type: string,
  properties: Properties,
  update: string,
  remove: string,
])[] = [
  ['AWS::Logs::LogGroup', {}, 'updateLogGroup', 'deleteLogGroup'],
  ['AWS::Logs::QueryDefinition', {}, 'updateQueryDefinition', 'deleteQueryDefinition'],
  ['AWS::CloudWatch::Alarm', {}, 'updateAlarm', 'deleteAlarm'],
  ['AWS::CloudWatch::Dashboard', {}, 'updateDashboard', 'deleteDashboard'],
  ['AWS::SNS::Topic', {}, 'updateTopic', 'deleteTopic'],
  ['AWS::IAM::Role', {}, 'updateRole', 'deleteRole'],
  ['AWS::Lambda::Function', { Handler: 'src/a.handler', Code: code }, 'updateFunction', 'deleteFunction'],
  ['AWS::Lambda::EventInvokeConfig', {}, 'updateEventInvokeConfig', 'deleteEventInvokeConfig'],
  ['AWS::Lambda::EventSourceMapping', {}, 'updateEventSourceMapping', 'deleteEventSourceMapping'],
  ['AWS::DynamoDB::Table', {}, 'updateTable', 'deleteTable'],
  ['AWS::Events::EventBus', { Name: 'b' }, 'updateBus', 'deleteBus'],
  ['AWS::Events::Rule', { EventBusName: 'b' }, 'updateRule', 'deleteRule'],
  ['AWS::SQS::Queue', {}, 'updateQueue', 'deleteQueue'],
  ['AWS::StepFunctions::StateMachine', { RoleArn: 'r' }, 'updateStateMachine', 'deleteStateMachine'],
  ['AWS::ApiGatewayV2::Api', {}, 'updateApi', 'deleteApi'],
  ['AWS::ApiGatewayV2::Integration', {}, 'updateIntegration', 'deleteIntegration'],
  ['AWS::ApiGatewayV2::Route', {}, 'updateRoute', 'deleteRoute'],
  ['AWS::ApiGatewayV2::Stage', { StageName: 's' }, 'updateStage', 'deleteStage'],
  ['AWS::S3::Bucket', {}, 'updateBucket', 'deleteBucket'],
];

describe('a resource that is there', () => {
  const made = async (type: string, properties: Properties) => {
    const { engines, inputs } = recordingEngines();
    const resourceType = createRegistry(engines)[type] as ResourceType;
    const context = (given: Properties) => ({
      ...{ logicalId: 'Thing', stackName: 'stack', properties: given, artifact: () => archive },
      random: createRandom(1),
    });
    const existing = { ...(await resourceType.create(context(properties))), properties };
    return { resourceType, context, existing, inputs };
  };

  it.each(lifecycles)(
    '%s is changed under the name it was given, and deleted',
    async (type, properties, update, remove) => {
      const { resourceType, context, existing, inputs } = await made(type, properties);
      const changed = await resourceType.update(context({ ...properties, Description: 'new' }), existing);
      expect(changed).toEqual({ ref: existing.ref, attributes: existing.attributes });
      const [[ref, given] = []] = inputs(update);
      expect([ref, given]).toEqual([existing.ref, expect.objectContaining({ Description: 'new' })]);
      await resourceType.delete(existing);
      expect(inputs(remove)[0]?.[0]).toBe(existing.ref);
    },
  );

  it('a permission is only replaced', async () => {
    const { resourceType, context, existing, inputs } = await made('AWS::Lambda::Permission', {});
    expect(() => resourceType.update(context({}), existing)).toThrow('causes a replacement');
    await resourceType.delete(existing);
    expect(inputs('deletePermission')).toEqual([[existing.ref]]);
  });

  it.each([
    ['AWS::SQS::QueuePolicy', 'Queues'],
    ['AWS::SNS::TopicPolicy', 'Topics'],
  ])('%s takes its hand off those that are not its own any more', async (type, list) => {
    const PolicyDocument = { Statement: [] };
    const { resourceType, context, existing, inputs } = await made(type, {
      [list]: ['a', 'b'],
      PolicyDocument,
    });
    await resourceType.update(context({ [list]: ['b', 'c'], PolicyDocument }), existing);
    await resourceType.delete(existing);
    expect(inputs('setPolicy')).toEqual([
      [['a', 'b'], PolicyDocument],
      [['b', 'c'], PolicyDocument],
      [['a'], undefined],
      [['a', 'b'], undefined],
    ]);
  });
});

describe('a resource that names itself nowhere', () => {
  it.each([
    ['AWS::Logs::LogGroup', 'createLogGroup', 'LogGroupName'],
    ['AWS::IAM::Role', 'createRole', 'RoleName'],
    ['AWS::DynamoDB::Table', 'createTable', 'TableName'],
    ['AWS::Events::Rule', 'createRule', 'Name'],
    ['AWS::SQS::Queue', 'createQueue', 'QueueName'],
    ['AWS::SNS::Topic', 'createTopic', 'TopicName'],
    ['AWS::CloudWatch::Alarm', 'createAlarm', 'AlarmName'],
    ['AWS::StepFunctions::StateMachine', 'createStateMachine', 'StateMachineName'],
  ])('gets a name as CloudFormation makes it: %s', async (type, operation, property) => {
    const { inputs } = await create(type, { RoleArn: 'r' });
    expect(inputs(operation)).toEqual([[{ RoleArn: 'r', [property]: expect.stringMatching(NAME) }]]);
  });
});

describe('the code of a function', () => {
  const codeFor = async (Handler: unknown, Code: unknown = code) => {
    const { inputs } = await create('AWS::Lambda::Function', { Handler, Code });
    return inputs('createFunction')[0]?.[1];
  };

  it.each([
    ['src/a.handler', 'src/a.js'],
    ['src/b.handler', 'src/b.cjs'],
    // The export is what follows the first dot of the file's name.
    ['d.e.handler', 'd.js'],
  ])('of %s is in %s', async (handler, fileName) => {
    expect(await codeFor(handler)).toMatchObject({
      fileName,
      handlerSource: files[fileName as keyof typeof files],
    });
  });

  it('is refused as an ES module, or when it is not there', async () => {
    await expect(codeFor('src/c.handler')).rejects.toThrow('src/c.mjs in a.zip is an ES module');
    await expect(codeFor('src/z.handler')).rejects.toThrow(
      "Cannot find module 'src/z' in a.zip (it has src/a.js,",
    );
    await expect(codeFor('handler')).rejects.toThrow('Handler must be of the form path/file.export');
  });

  it('is refused from anywhere but the package', async () => {
    await expect(codeFor('src/a.handler', { ZipFile: 'x' })).rejects.toThrow(
      'AWS::Lambda::Function.Code.ZipFile is not supported by the lab',
    );
  });
});

it.each([
  ['AWS::S3::BucketPolicy', { Other: 1 }, 'AWS::S3::BucketPolicy.Other'],
  ['AWS::SQS::QueuePolicy', { Other: 1 }, 'AWS::SQS::QueuePolicy.Other'],
])('%s %j is refused by name', async (type, properties, name) => {
  await expect(create(type, properties)).rejects.toThrow(`${name} is not supported by the lab`);
});

it('an event bus must have a name of its own', async () => {
  await expect(create('AWS::Events::EventBus')).rejects.toThrow('AWS::Events::EventBus.Name is required');
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { virtualKernel } from '../../lab/kernel/kernel.ts';
import { createLab } from '../../lab/lab.ts';
import type { Stack } from '../../lab/template/deploy.ts';
import type { Engines } from '../../lab/template/engines.ts';
import { loadPackage } from '../../lab/template/load.ts';
import { createRegistry } from '../../lab/template/resources/registry.ts';
import { packageLibrary } from './template/library.ts';

/** Packages that are broken, ask for what the lab does not have, or hold bundles that do: each says so in one sentence. */

type Json = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, string | Uint8Array | undefined>>;

const STATE = 'serverless-state.json';
const TEMPLATE = 'cloudformation-template-update-stack.json';

const open = () => createLab(virtualKernel({ seed: 1, startAt: Date.parse('2026-01-13T10:00:00Z') }));
type Lab = ReturnType<typeof open>;

/** Loads a package with these files and deploys it. */
const deploy = async (lab: Lab, files: Files): Promise<Stack> =>
  lab.deploy(loadPackage(packageLibrary(files)));

const refusalOf = async (files: Files): Promise<Error> => {
  const refused = await deploy(open(), files).catch((error: unknown) => error);
  if (refused instanceof Error) return refused;
  throw new Error('it was deployed');
};

const templateWith = (Resources: unknown, more: Json = {}): Files => ({
  [TEMPLATE]: JSON.stringify({ Resources, ...more }),
});

const queue = (Properties: unknown): Json => ({ Type: 'AWS::SQS::Queue', Properties });

const lend: Json = {
  FunctionName: 'lend',
  Handler: 'src/lend.handler',
  Runtime: 'nodejs24.x',
  Code: { S3Bucket: 'b', S3Key: 'serverless/library/dev/1/lend.zip' },
};
const lendWith = (over: Json): Files =>
  templateWith({ Lend: { Type: 'AWS::Lambda::Function', Properties: { ...lend, ...over } } });

describe('a package with files that are missing or broken', () => {
  it.each<[string, string, string | undefined, string]>([
    ['a template that is not there', TEMPLATE, undefined, 'the file is missing'],
    ['an empty template', TEMPLATE, '', 'Unexpected end of JSON input'],
    ['a template in YAML', TEMPLATE, 'Resources:\n  A:\n    Type: AWS::SQS::Queue\n', "Unexpected token 'R'"],
    ['a template that breaks off', TEMPLATE, '{"Resources":{', "Expected property name or '}' in JSON"],
    ['a state that is not there', STATE, undefined, 'the file is missing'],
    ['a state that is no JSON', STATE, '<state/>', "Unexpected token '<'"],
    ['a state of something else', STATE, '[]', 'it has no service'],
    ['an archive that is not there', 'lend.zip', undefined, 'the file is missing'],
    ['an archive that is none', 'lend.zip', 'no archive', 'invalid zip data'],
  ])('%s', async (_what, file, content, reason) => {
    const { message } = await refusalOf({ ...lendWith({}), [file]: content });
    expect(message).toMatch(
      /^(Lend \(AWS::Lambda::Function\): )?No usable package: \/.*; run npx sls package --stage <stage> --package \/\S+$/,
    );
    expect(message).toContain(`/${file}: ${reason}`);
  });
});

/** What is wrong with a template, its files, and the whole message. */
const templates: readonly (readonly [string, Files, string])[] = [
  ['a list', { [TEMPLATE]: '[]' }, 'Template format error: unsupported structure.'],
  ['no resources', { [TEMPLATE]: '{}' }, 'Template format error: [/Resources] must be an object'],
  [
    'a resource that is none',
    templateWith({ A: 'queue' }),
    'Template format error: [/Resources/A] must be an object',
  ],
  [
    'a resource without a type',
    templateWith({ A: {} }),
    'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
  ],
  [
    'properties that are none',
    templateWith({ A: queue('late') }),
    'Template format error: [/Resources/A/Properties] must be an object',
  ],
  [
    'a property of null',
    templateWith({ A: queue({ QueueName: null }) }),
    "Template format error: [/Resources/A/Properties/QueueName] 'null' values are not allowed in templates",
  ],
  [
    'resource types that the lab does not have',
    templateWith({ Pool: { Type: 'AWS::Cognito::UserPool' }, Fleet: { Type: 'AWS::EC2::Instance' } }),
    'not supported by the lab: AWS::Cognito::UserPool (Pool), AWS::EC2::Instance (Fleet)',
  ],
  [
    'a type by a name that objects have',
    templateWith({ A: { Type: 'constructor' } }),
    'not supported by the lab: constructor (A)',
  ],
  [
    'a transform',
    templateWith({}, { Transform: 'AWS::Serverless-2016-10-31' }),
    '/Transform in the template is not supported by the lab',
  ],
  [
    'a condition',
    templateWith({ A: { ...queue({}), Condition: 'InProduction' } }),
    '/Resources/A/Condition in the template is not supported by the lab',
  ],
  [
    'a function of CloudFormation that the lab does not have',
    templateWith({ A: queue({ QueueName: { 'Fn::ImportValue': 'late' } }) }),
    'Fn::ImportValue at /Resources/A/Properties/QueueName is not supported by the lab',
  ],
  [
    'a reference to nothing',
    templateWith({ A: queue({ QueueName: { Ref: 'Nobody' } }) }),
    'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
  ],
  [
    'an attribute of nothing',
    templateWith({ A: queue({ QueueName: { 'Fn::GetAtt': ['Nobody', 'Arn'] } }) }),
    'Template error: instance of Fn::GetAtt references undefined resource Nobody',
  ],
  [
    'nothing within a text',
    templateWith({ A: queue({ QueueName: { 'Fn::Sub': 'late-${Nobody}' } }) }),
    'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
  ],
  [
    'dependence on nothing',
    templateWith({ A: { ...queue({}), DependsOn: ['Nobody'] } }),
    'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
  ],
  [
    'an output of nothing',
    templateWith({ A: queue({}) }, { Outputs: { Url: { Value: { Ref: 'Nobody' } } } }),
    'Template format error: Unresolved resource dependencies [Nobody] in the Outputs block of the template',
  ],
  [
    'a circle',
    templateWith({
      A: queue({ QueueName: { Ref: 'B' } }),
      B: queue({ QueueName: { Ref: 'C' } }),
      C: { ...queue({}), DependsOn: 'A' },
    }),
    'Circular dependency between resources: [A, B, C]',
  ],
  [
    'a resource that needs itself',
    templateWith({ A: queue({ QueueName: { 'Fn::GetAtt': ['A', 'Arn'] } }) }),
    'Circular dependency between resources: [A]',
  ],
  [
    'a nested property that the lab does not have',
    lendWith({ Environment: { Secrets: {} } }),
    'Lend (AWS::Lambda::Function): AWS::Lambda::Function.Environment.Secrets is not supported by the lab',
  ],
  [
    'another runtime',
    lendWith({ Runtime: 'python3.13' }),
    'Lend (AWS::Lambda::Function): AWS::Lambda::Function.Runtime: python3.13 is not supported by the lab',
  ],
  [
    'code in the template',
    lendWith({ Code: { ZipFile: 'exports.handler = 1' } }),
    'Lend (AWS::Lambda::Function): AWS::Lambda::Function.Code.ZipFile is not supported by the lab',
  ],
  [
    'a property out of range',
    lendWith({ MemorySize: 64 }),
    'Lend (AWS::Lambda::Function): AWS::Lambda::Function.MemorySize must be an integer from 128 to 10240: 64',
  ],
  [
    'a property of a wrong type',
    templateWith({
      T: { Type: 'AWS::DynamoDB::Table', Properties: { AttributeDefinitions: 5, KeySchema: [] } },
    }),
    'T (AWS::DynamoDB::Table): a property is missing or of a wrong type (required(...).map is not a function)',
  ],
  [
    'a mapping from nothing',
    templateWith({ M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'lend' } } }),
    'M (AWS::Lambda::EventSourceMapping): AWS::Lambda::EventSourceMapping.EventSourceArn is required',
  ],
  [
    'a mapping to nobody',
    templateWith({
      M: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:late' },
      },
    }),
    'M (AWS::Lambda::EventSourceMapping): AWS::Lambda::EventSourceMapping.FunctionName is required',
  ],
  [
    'a permission for nobody',
    templateWith({
      P: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' },
      },
    }),
    'P (AWS::Lambda::Permission): AWS::Lambda::Permission.FunctionName is required',
  ],
  [
    'an event pattern that is none',
    templateWith({ R: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: 'library' } } } }),
    'R (AWS::Events::Rule): Event pattern is not valid. Reason: "source" must be an object or an array',
  ],
  [
    'a state machine that is no JSON',
    templateWith({
      S: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { RoleArn: 'arn:aws:iam::123456789012:role/r', DefinitionString: 'StartAt: A' },
      },
    }),
    "S (AWS::StepFunctions::StateMachine): Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Unexpected token 'S', \"StartAt: A\" is not valid JSON'",
  ],
];

describe('a template that the lab cannot take', () => {
  it.each(templates)('%s', async (_what, files, message) => {
    expect((await refusalOf(files)).message).toBe(message);
  });

  /** What must be there before the lab looks any further. */
  const needed: Readonly<Record<string, Json>> = {
    'AWS::Events::EventBus': { Name: 'library' },
    'AWS::Lambda::Function': lend,
    'AWS::Lambda::EventSourceMapping': {
      FunctionName: 'lend',
      EventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:late',
    },
    'AWS::StepFunctions::StateMachine': { RoleArn: 'arn:aws:iam::123456789012:role/reading' },
  };
  const types = Object.keys(createRegistry({} as Engines));

  it.each(types)('%s with a property that it does not have', async (type) => {
    const files = templateWith({ A: { Type: type, Properties: { ...needed[type], Cheese: true } } });
    expect((await refusalOf(files)).message).toBe(`A (${type}): ${type}.Cheese is not supported by the lab`);
  });
});

const archive = (files: Readonly<Record<string, string>>): Files => ({
  'lend.zip': zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
});

describe('an archive without the function', () => {
  it.each<[string, Files, Json, string]>([
    [
      'no file',
      archive({}),
      {},
      "Cannot find module 'src/lend' in serverless/library/dev/1/lend.zip (it has no files)",
    ],
    [
      'other files',
      archive({ 'src/post.js': '' }),
      {},
      "Cannot find module 'src/lend' in serverless/library/dev/1/lend.zip (it has src/post.js)",
    ],
    [
      'an ES module',
      archive({ 'src/lend.mjs': 'export const handler = 1;' }),
      {},
      'src/lend.mjs in serverless/library/dev/1/lend.zip is an ES module, which is not supported by the lab: bundle to CommonJS',
    ],
    [
      'a handler that names no export',
      {},
      { Handler: 'src/lend' },
      'AWS::Lambda::Function.Handler must be of the form path/file.export',
    ],
    [
      'no handler',
      {},
      { Handler: undefined },
      'AWS::Lambda::Function.Handler must be of the form path/file.export',
    ],
  ])('%s', async (_what, files, properties, message) => {
    const refused = await refusalOf({ ...lendWith(properties), ...files });
    expect(refused.message).toBe(`Lend (AWS::Lambda::Function): ${message}`);
  });
});

/** A function whose asynchronous invocations end in a queue, when they fail. */
const service: Files = templateWith({
  Late: queue({ QueueName: 'late' }),
  Lend: { Type: 'AWS::Lambda::Function', Properties: lend },
  Post: {
    Type: 'AWS::Lambda::Function',
    Properties: { ...lend, FunctionName: 'post', Handler: 'src/post.handler' },
  },
  LendConfig: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Lend' },
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Late', 'Arn'] } } },
    },
  },
});

/** What is wrong with the bundle, its text, and how its function fails: Lambda Developer Guide, "Node.js errors". */
const bundles: readonly (readonly [string, string, string, string])[] = [
  ['that throws while it is loaded', "throw new RangeError('no shelf');", 'RangeError', 'no shelf'],
  ['that throws a text', "throw 'no shelf';", 'string', 'no shelf'],
  [
    'that is no JavaScript',
    'exports.handler = async () => {',
    'Runtime.UserCodeSyntaxError',
    'SyntaxError: ',
  ],
  [
    'that is an ES module',
    'export const handler = async () => 1;',
    'Runtime.UserCodeSyntaxError',
    'SyntaxError: ',
  ],
  [
    'that lacks a module',
    "require('left-pad');",
    'Runtime.ImportModuleError',
    "Error: Cannot find module 'left-pad'",
  ],
  [
    'that exits while it is loaded',
    'process.exit(1);',
    'Runtime.ExitError',
    'Error: Runtime exited with error: exit status 1',
  ],
  [
    'without the handler',
    'exports.lend = async () => 1;',
    'Runtime.HandlerNotFound',
    'src/lend.handler is undefined or not exported',
  ],
  ['that is empty', '', 'Runtime.HandlerNotFound', 'src/lend.handler is undefined or not exported'],
  [
    'whose handler is no function',
    'exports.handler = { lend: 1 };',
    'Runtime.HandlerNotFound',
    'src/lend.handler is not a function',
  ],
  [
    'whose handler wants a callback',
    'exports.handler = (event, context, callback) => callback();',
    'Runtime.CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers',
  ],
];

describe('a bundle', () => {
  const opened = async (text: string) => {
    const lab = open();
    const files = archive({ 'src/lend.js': text, 'src/post.js': "exports.handler = async () => 'sent';" });
    const stack = await deploy(lab, { ...service, ...files });
    const lambda = new LambdaClient(lab.client as object);
    const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
    const invoke = async (FunctionName: string, InvocationType: 'RequestResponse' | 'Event') => {
      const answer = lambda.send(
        new InvokeCommand({ FunctionName, InvocationType, Payload: Buffer.from('{"book":"emma"}') }),
      );
      await clock.run();
      return answer;
    };
    const arn = String(stack.resources.find(({ logicalId }) => logicalId === 'Late')?.attributes.Arn);
    return { lab, clock, invoke, late: () => lab.queues.peek(arn).map(({ body }) => JSON.parse(body)) };
  };

  it.each(bundles)('%s fails the function, and nobody else', async (_what, text, errorType, message) => {
    const { invoke } = await opened(text);
    const { FunctionError, Payload } = await invoke('lend', 'RequestResponse');
    expect(FunctionError).toBe('Unhandled');
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({
      errorType,
      errorMessage: expect.stringContaining(message),
    });
    const other = await invoke('post', 'RequestResponse');
    expect([other.FunctionError, other.Payload?.transformToString()]).toEqual([undefined, '"sent"']);
  });

  it.each(bundles)(
    '%s is tried three times, and its event is kept',
    async (_what, text, errorType, message) => {
      const { lab, invoke, late } = await opened(text);
      const failedAt: number[] = [];
      lab.kernel.observe(({ kind, target }, at) => {
        if (kind === 'outcome' && target === 'failed') failedAt.push(at);
      });
      await invoke('lend', 'Event');
      const minutes = failedAt.map((at) => Math.round((at - Number(failedAt[0])) / 60_000));
      expect(minutes).toEqual([0, 1, 3]);
      expect(late()).toEqual([
        expect.objectContaining({
          requestPayload: { book: 'emma' },
          requestContext: expect.objectContaining({
            condition: 'RetriesExhausted',
            approximateInvokeCount: 3,
          }),
          responsePayload: expect.objectContaining({
            errorType,
            errorMessage: expect.stringContaining(message),
          }),
        }),
      ]);
      const logged = lab.logs.read('/aws/lambda/lend').map((line) => line.message);
      expect(logged.filter((line) => line.includes(errorType)).length).toBeGreaterThanOrEqual(3);
    },
  );
});

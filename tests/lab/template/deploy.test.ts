import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../lab/kernel/random.ts';
import { deploy } from '../../../lab/template/deploy.ts';
import { loadPackage, type Package } from '../../../lab/template/load.ts';
import type { Registry } from '../../../lab/template/resource-type.ts';
import { createRegistry } from '../../../lab/template/resources/registry.ts';
import { recordingEngines } from './engines.ts';
import { artifactOf, packageLibrary } from './library.ts';

const random = createRandom(7);

const deployLibrary = async () => {
  const { engines, inputs } = recordingEngines();
  return { stack: await deploy(loadPackage(packageLibrary()), createRegistry(engines), random), inputs };
};

describe('deploying a service', () => {
  it('makes a stack with its outputs and all its resources', async () => {
    const { stack } = await deployLibrary();
    expect(stack.name).toBe('library-dev');
    expect(stack.id).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/library-dev\/[\da-f-]{36}$/,
    );
    expect(stack.outputs).toEqual({
      LateUrl: expect.stringMatching(/^https:\/\/sqs\.example\/library-dev-Late-[A-Z0-9]{12}$/),
      HttpApiUrl: 'https://api1.example',
    });
    expect(stack.resources).toHaveLength(18);
    expect(stack.resources).toContainEqual({
      logicalId: 'Desk',
      type: 'AWS::Events::EventBus',
      physicalId: 'library',
      attributes: { Arn: 'arn:aws:events:us-east-1:123456789012:event-bus/library', Name: 'library' },
      properties: { Name: 'library' },
    });
  });

  it('hands every engine plain values', async () => {
    const { stack, inputs } = await deployLibrary();
    const physicalId = (logicalId: string) =>
      stack.resources.find((resource) => resource.logicalId === logicalId)?.physicalId;
    const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:library-dev-lend';
    expect(inputs('createFunction')).toEqual([
      [
        {
          FunctionName: 'library-dev-lend',
          Handler: 'src/lend.handler',
          Runtime: 'nodejs24.x',
          Environment: { Variables: { LOANS: physicalId('Loans') } },
          Role: `arn:aws:iam:us-east-1:123456789012:role/${physicalId('LendRole')}`,
        },
        {
          fileName: 'src/lend.js',
          handlerSource: 'exports.handler = async () => "lent ✓";',
          sha256: expect.stringMatching(/^[\w+/]{43}=$/),
          size: expect.any(Number),
        },
      ],
    ]);
    expect(inputs('createStateMachine')[0]).toEqual([
      expect.objectContaining({ DefinitionString: `{"Resource":"${functionArn}","Note":"\${kept}"}` }),
    ]);
    expect(inputs('setPolicy')).toEqual([[[physicalId('Late')], { Statement: [{ Effect: 'Allow' }] }]]);
    expect(inputs('createRoute')[0]).toEqual([
      { ApiId: 'api1', RouteKey: 'POST /loans', Target: 'integrations/int1' },
    ]);
  });

  it('gives the same names again from the same seed', async () => {
    const [one, other] = [await deployLibrary(), await deployLibrary()];
    expect(one.stack).toEqual(other.stack);
  });

  it('gives names that a further resource does not change', async () => {
    const names = async (Resources: Package['template']['Resources']) => {
      const stack = await deploy(packageOf(Resources), createRegistry(recordingEngines().engines), random);
      return stack.resources.map(({ physicalId }) => physicalId);
    };
    const queue = { Type: 'AWS::SQS::Queue' };
    const [first, , last] = await names({ A1: queue, Further: queue, B1: queue });
    expect(await names({ A1: queue, B1: queue })).toEqual([first, last]);
    expect(first?.slice(-12)).not.toBe(last?.slice(-12));
  });
});

const packageOf = (Resources: Package['template']['Resources'], Outputs = {}): Package => ({
  template: { Resources, Outputs },
  stackName: 'tiny',
  artifact: () => artifactOf({}),
});

describe('a deployment that cannot be', () => {
  const made: string[] = [];
  const registry: Registry = {
    'Test::Thing': {
      create: ({ logicalId, properties }) => {
        if (properties.Broken) throw new Error('Test::Thing.Broken is not supported by the lab');
        made.push(logicalId);
        return { ref: logicalId, attributes: { Arn: 'arn:thing' } };
      },
      update: (_context, existing) => existing,
      delete: () => {},
    },
  };

  it('names all unsupported types at once, before anything is made', async () => {
    const pkg = packageOf({
      A: { Type: 'Test::Thing' },
      B: { Type: 'AWS::SNS::Topic' },
      C: { Type: 'X::Y' },
    });
    await expect(deploy(pkg, registry, random)).rejects.toThrow(
      'not supported by the lab: AWS::SNS::Topic (B), X::Y (C)',
    );
    expect(made).toEqual([]);
  });

  it('says which resource failed', async () => {
    const pkg = packageOf({ A: { Type: 'Test::Thing', Properties: { Broken: true } } });
    await expect(deploy(pkg, registry, random)).rejects.toThrow(
      'A (Test::Thing): Test::Thing.Broken is not supported by the lab',
    );
  });

  it('refuses an attribute that the type does not have', async () => {
    const pkg = packageOf({
      A: { Type: 'Test::Thing' },
      B: { Type: 'Test::Thing', Properties: { On: { 'Fn::GetAtt': ['A', 'Url'] } } },
    });
    await expect(deploy(pkg, registry, random)).rejects.toThrow(
      'Template error: resource A does not support attribute type Url in Fn::GetAtt (at /Resources/B/Properties/On)',
    );
  });

  it('refuses a pseudo parameter that does not exist', async () => {
    const pkg = packageOf({ A: { Type: 'Test::Thing', Properties: { On: { Ref: 'AWS::Planet' } } } });
    await expect(deploy(pkg, registry, random)).rejects.toThrow(
      'AWS::Planet at /Resources/A/Properties/On is not supported by the lab',
    );
  });

  it('refuses an output that is no string', async () => {
    const pkg = packageOf({ A: { Type: 'Test::Thing' } }, { List: { Value: ['a'] } });
    await expect(deploy(pkg, registry, random)).rejects.toThrow('must evaluate to a String (List)');
  });
});

it('pseudo parameters are those of the lab’s account', async () => {
  const names = ['AccountId', 'Partition', 'Region', 'StackName', 'URLSuffix'];
  const Outputs = Object.fromEntries(names.map((name) => [name, { Value: { Ref: `AWS::${name}` } }]));
  const stack = await deploy(
    packageOf({}, { ...Outputs, Id: { Value: { Ref: 'AWS::StackId' } } }),
    {},
    random,
  );
  expect(stack.outputs).toEqual({
    AccountId: '123456789012',
    Partition: 'aws',
    Region: 'us-east-1',
    StackName: 'tiny',
    URLSuffix: 'amazonaws.com',
    Id: stack.id,
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../lab/kernel/kernel.ts';
import { latencies } from '../../lab/kernel/latencies.ts';
import { createLab } from '../../lab/lab.ts';
import { createRegistry } from '../../lab/template/resources/registry.ts';
import { recordingEngines } from './template/engines.ts';
import { artifactOf } from './template/library.ts';

const document = readFileSync(join(__dirname, '..', '..', 'lab', 'SUPPORT.md'), 'utf8');

/** The rows of the table whose first column has this heading: the first column's code, and the other columns. */
const table = (heading: string): Record<string, readonly string[]> => {
  const [, rows = ''] =
    new RegExp(`^\\| ${heading} \\|.*\\n\\|[-|]*\\n((?:\\|.*\\n)*)`, 'm').exec(document) ?? [];
  return Object.fromEntries(
    rows
      .trim()
      .split('\n')
      .map((row) => row.slice(1, -1).split('|'))
      .map(([name = '', ...columns]) => [codeIn(name)[0] ?? '', columns] as const),
  );
};
const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const startOfTime = { seed: 1, startAt: 0 };

describe('the list of what the lab supports', () => {
  it('has the latencies of virtual time', () => {
    const listed = Object.entries(table('Latency')).map(([name, [p50, p90]]) => [
      name,
      { p50: Number(p50), p90: Number(p90) },
    ]);
    expect(Object.fromEntries(listed)).toEqual(latencies);
  });

  it('has the operations of every API, and no others', () => {
    const { services } = createLab(virtualKernel(startOfTime));
    const listed = Object.entries(table('Service')).map(([id, [operations = '']]) => [
      id,
      codeIn(operations).sort(),
    ]);
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(services.map(({ id, operations }) => [id, Object.keys(operations).sort()])),
    );
  });
});

describe('the list of resource types', () => {
  const types = Object.keys(createRegistry(recordingEngines().engines));
  const listed = table('Resource type');
  const specification = loadAwsServiceSpecSync();

  /** Properties without which a resource is refused before its others are looked at; alternatives, if there are. */
  const REQUIRED: Readonly<Record<string, readonly object[]>> = {
    'AWS::Events::EventBus': [{ Name: 'bus' }],
    'AWS::Lambda::Function': [{ Handler: 'index.handler', Code: { S3Bucket: 'bucket', S3Key: 'key' } }],
    'AWS::Lambda::EventSourceMapping': [
      { EventSourceArn: 'arn:aws:dynamodb:stream' },
      { EventSourceArn: 'arn:aws:sqs:queue' },
    ],
    'AWS::StepFunctions::StateMachine': [{ RoleArn: 'role' }],
  };

  /** Whether a resource with this property is refused by name. */
  const isRefused = async (type: string, name: string, others: object): Promise<boolean> => {
    const Thing = { Type: type, Properties: { [name]: {}, ...others } };
    const deployed = createLab(virtualKernel(startOfTime)).deploy({
      template: { Resources: { Thing } },
      stackName: 'stack',
      artifact: () => artifactOf({ 'index.js': '' }),
    });
    const message = await deployed.then(
      () => '',
      (error: Error) => error.message,
    );
    return message.endsWith(`${type}.${name} is not supported by the lab`);
  };

  it('has all of them, and no others', () => {
    expect(Object.keys(listed).sort()).toEqual(types.sort());
  });

  it.each(types)('has what is taken of the properties that CloudFormation knows: %s', async (type) => {
    const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
    const taken: string[] = [];
    for (const name of Object.keys(resource?.properties ?? {})) {
      const refusals = (REQUIRED[type] ?? [{}]).map((others) => isRefused(type, name, others));
      if (!(await Promise.all(refusals)).every(Boolean)) taken.push(name);
    }
    expect((listed[type] ?? []).flatMap(codeIn).sort()).toEqual(taken.sort());
  });
});

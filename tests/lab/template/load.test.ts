import { describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../../lab/template/load.ts';
import { libraryTemplate, packageLibrary } from './library.ts';

describe('a package that `sls package` left', () => {
  it('has the template of the stack, named <service>-<stage>', () => {
    const { template, stackName } = loadPackage(packageLibrary());
    expect(stackName).toBe('library-dev');
    expect(template.Resources).toEqual(libraryTemplate.Resources);
  });

  it('takes the stack name that the provider sets', () => {
    const state = JSON.stringify({
      service: { service: 's', provider: { stage: 'dev', stackName: 'branch-library' } },
    });
    expect(loadPackage(packageLibrary({ 'serverless-state.json': state })).stackName).toBe('branch-library');
  });

  it('has the code of each function under the S3 key that the template names', () => {
    const { artifact } = loadPackage(packageLibrary());
    expect([...artifact('serverless/library/dev/1/lend.zip').files]).toEqual([
      ['src/lend.js', 'exports.handler = async () => "lent ✓";'],
    ]);
  });

  it.each([
    ['serverless-state.json', undefined, 'the file is missing'],
    ['serverless-state.json', '{}', 'it has no service'],
    ['serverless-state.json', '{"service":{"provider":{}}}', 'it has no package'],
    ['serverless-state.json', '{"service":{"provider":{}},"package":{}}', 'it names no service and stage'],
    ['cloudformation-template-update-stack.json', undefined, 'the file is missing'],
    ['cloudformation-template-update-stack.json', '{', 'JSON'],
  ])('is refused in one sentence that says how to mend it: %s %s', (file, content, reason) => {
    const directory = packageLibrary({ [file]: content });
    const load = () => loadPackage(directory);
    expect(load).toThrow(expect.objectContaining({ name: 'PackageError' }));
    expect(load).toThrow(`No usable package: ${directory}/${file}: `);
    expect(load).toThrow(reason);
    expect(load).toThrow(`run npx sls package --stage <stage> --package ${directory}`);
  });

  it.each([
    [undefined, 'the file is missing'],
    ['no archive', 'invalid zip data'],
  ])('says so when an archive is missing or broken', (content, reason) => {
    const directory = packageLibrary({ 'lend.zip': content });
    const { artifact } = loadPackage(directory);
    expect(() => artifact('a/lend.zip')).toThrow(
      `No usable package: ${directory}/lend.zip: ${reason}; run npx sls`,
    );
  });
});

describe('a template with what the lab does not support', () => {
  const load = (template: unknown) => () =>
    loadPackage(packageLibrary({ 'cloudformation-template-update-stack.json': JSON.stringify(template) }));

  it.each(['Conditions', 'Mappings', 'Parameters', 'Transform', 'Rules'])(
    'is refused: section %s',
    (section) => {
      expect(load({ Resources: {}, [section]: {} })).toThrow(
        `/${section} in the template is not supported by the lab`,
      );
    },
  );

  it('is refused: a conditional resource or output', () => {
    expect(load({ Resources: { A: { Type: 'T', Condition: 'C' } } })).toThrow(
      '/Resources/A/Condition in the template is not supported by the lab',
    );
    expect(load({ Resources: {}, Outputs: { A: { Value: 'v', Condition: 'C' } } })).toThrow(
      '/Outputs/A/Condition in the template is not supported by the lab',
    );
  });

  it('is refused: a resource without a type', () => {
    expect(load({ Resources: { A: {} } })).toThrow(
      'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { deployed, listOf, only } from './deployed.ts';
import { stages } from './packages.ts';

/**
 * Actions that know no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
const RESOURCELESS = [
  'dynamodb:ListStreams',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

describe.each(stages)('the roles of %s', (stage) => {
  const stack = deployed(stage);
  const roles = [...stack.all('AWS::IAM::Role')];
  const functions = [...stack.all('AWS::Lambda::Function').values()];
  const machines = [...stack.all('AWS::StepFunctions::StateMachine').values()];
  const statements = roles.flatMap(([id, { Policies }]) =>
    Policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.map((statement) => ({
        id,
        actions: listOf(statement.Action),
        resources: listOf(statement.Resource),
      })),
    ),
  );

  it('belong each to exactly one function or state machine, none being the default of the framework', () => {
    const bearers = [...functions.map(({ Role }) => Role), ...machines.map(({ RoleArn }) => RoleArn)];
    expect(bearers.sort()).toEqual(roles.map(([id]) => `${id}.Arn`).sort());
  });

  it('are taken by their own kind of service only', () => {
    for (const [id, { AssumeRolePolicyDocument }] of roles) {
      const service = machines.some(({ RoleArn }) => RoleArn === `${id}.Arn`) ? 'states' : 'lambda';
      expect(AssumeRolePolicyDocument.Statement).toEqual([
        { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' },
      ]);
    }
  });

  it('say what they allow here, not in a policy managed elsewhere', () => {
    expect(roles.filter(([, { ManagedPolicyArns }]) => ManagedPolicyArns !== undefined)).toEqual([]);
  });

  it('name every action in full', () => {
    expect(statements.filter(({ actions }) => actions.some((action) => /[*?]/.test(action)))).toEqual([]);
  });

  it('allow an action on every resource only where the action knows none', () => {
    const everywhere = statements.filter(({ resources }) => resources.includes('*'));
    expect(
      everywhere.flatMap(({ actions }) => actions).filter((each) => !RESOURCELESS.includes(each)),
    ).toEqual([]);
  });

  it('name every other resource in full, but for the streams of a log and the runs of a machine', () => {
    const patterns = new Set(
      statements.flatMap(({ resources }) => resources).filter((each) => /.[*?]/.test(each)),
    );
    const logs = functions.map(
      ({ FunctionName }) => `arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/${FunctionName}:*`,
    );
    const runs = machines.map(
      ({ StateMachineName }) => `arn:aws:states:us-east-1:123456789012:execution:${StateMachineName}:*`,
    );
    expect([...patterns].sort()).toEqual([...logs, ...runs].sort());
  });

  it.each(functions)(
    'of $FunctionName lets it write its own log and its traces',
    ({ FunctionName, Role }) => {
      const own = statements.filter(({ id }) => `${id}.Arn` === Role);
      const log = only(
        own.filter(({ actions }) => actions.some((action) => action.startsWith('logs:'))),
        'statement on logs',
      );
      expect(log.resources).toEqual([
        `arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/${FunctionName}:*`,
      ]);
      expect(own.flatMap(({ actions }) => actions)).toEqual(
        expect.arrayContaining(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']),
      );
    },
  );

  it('that are of the state machine reach functions only, never the tables of the services', () => {
    for (const { RoleArn } of machines) {
      const own = statements.filter(({ id }) => `${id}.Arn` === RoleArn);
      const services = new Set(own.flatMap(({ actions }) => actions).map((action) => action.split(':')[0]));
      expect([...services].sort()).toEqual(['lambda', 'xray']);
    }
  });
});

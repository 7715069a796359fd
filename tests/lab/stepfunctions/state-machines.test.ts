// CreateStateMachine, UpdateStateMachine, DeleteStateMachine, ListStateMachines, DescribeStateMachine(ForExecution) and
// ValidateStateMachineDefinition in the API reference; AWS::StepFunctions::StateMachine in the template reference.
import { describe, expect, it } from '@jest/globals';
import { createWorld, one, refusal, START } from './world.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:machine';
const roleArn = 'arn:aws:iam::123456789012:role/machine';
const definitionOf = (state: object): string => JSON.stringify({ QueryLanguage: 'JSONata', ...one(state) });
const giving = (output: unknown): string => definitionOf({ Type: 'Pass', Output: output, End: true });
const waiting = definitionOf({ Type: 'Wait', Seconds: 60, Output: 'old', End: true });

const request = { name: 'machine', definition: giving(1), roleArn };

/** A world with a machine that waits a minute, and an execution that does. */
const waitingWorld = async () => {
  const world = createWorld();
  await world.call('CreateStateMachine', { ...request, definition: waiting });
  const { executionArn } = await world.call('StartExecution', { stateMachineArn: ARN, name: 'first' });
  return { ...world, executionArn: String(executionArn) };
};

describe('CreateStateMachine', () => {
  it('makes a machine that DescribeStateMachine describes', async () => {
    const world = createWorld();
    const loggingConfiguration = { level: 'ALL', includeExecutionData: true };
    const created = await world.call('CreateStateMachine', { ...request, loggingConfiguration, tags: [] });
    expect(created).toEqual({ stateMachineArn: ARN, creationDate: START / 1000 });
    expect(await world.call('DescribeStateMachine', { stateMachineArn: ARN })).toEqual({
      stateMachineArn: ARN,
      ...request,
      status: 'ACTIVE',
      type: 'STANDARD',
      creationDate: START / 1000,
      loggingConfiguration,
      tracingConfiguration: { enabled: false },
    });
  });

  it('answers the machine that is there to the same request, whatever its role', async () => {
    const world = createWorld();
    const first = await world.call('CreateStateMachine', request);
    await world.kernel.clock.settle(world.kernel.clock.sleep(1000));
    expect(await world.call('CreateStateMachine', { ...request, roleArn: 'other' })).toEqual(first);
    expect(await world.call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ roleArn });
  });

  it.each([
    ['StateMachineAlreadyExists', { definition: giving(2) }],
    ['StateMachineAlreadyExists', { type: 'EXPRESS' }],
    ['StateMachineAlreadyExists', { tracingConfiguration: { enabled: true } }],
    ['InvalidName', { name: 'a b' }],
    ['InvalidName', { name: 'x'.repeat(81) }],
    ['InvalidDefinition', { name: 'other', definition: '{' }],
    ['ValidationException', { name: undefined }],
    ['ValidationException', { type: 'SLOW' }],
  ])('%s: %j', async (code, more) => {
    const world = createWorld();
    await world.call('CreateStateMachine', request);
    await expect(world.call('CreateStateMachine', { ...request, ...more })).rejects.toMatchObject({ code });
  });
});

describe('UpdateStateMachine', () => {
  it('changes what is given, under a revision of its own', async () => {
    const world = createWorld();
    await world.call('CreateStateMachine', request);
    await world.kernel.clock.settle(world.kernel.clock.sleep(1000));
    const update = { stateMachineArn: ARN, definition: giving(2) };
    const { revisionId, updateDate } = await world.call('UpdateStateMachine', update);
    expect(updateDate).toBe(START / 1000 + 1);
    expect(await world.call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({
      ...request,
      definition: giving(2),
      creationDate: START / 1000,
      revisionId,
    });
  });

  it('leaves running executions the definition that they began with', async () => {
    const world = await waitingWorld();
    await world.call('UpdateStateMachine', { stateMachineArn: ARN, definition: giving('new') });
    const { executionArn: second } = await world.call('StartExecution', { stateMachineArn: ARN });
    await world.kernel.clock.run();
    expect((await world.describe(world.executionArn)).output).toBe('old');
    expect((await world.describe(String(second))).output).toBe('new');
    const describe = (executionArn: string) =>
      world.call('DescribeStateMachineForExecution', { executionArn });
    expect(await describe(world.executionArn)).toMatchObject({
      definition: waiting,
      updateDate: START / 1000,
    });
    expect(await describe(String(second))).toMatchObject({ stateMachineArn: ARN, definition: giving('new') });
  });

  it.each([
    ['StateMachineDoesNotExist', { stateMachineArn: `${ARN}-other`, definition: giving(2) }],
    ['MissingRequiredParameter', { stateMachineArn: ARN }],
    ['InvalidDefinition', { stateMachineArn: ARN, definition: '{}' }],
  ])('%s: %j, and nothing has changed', async (code, update) => {
    const world = createWorld();
    await world.call('CreateStateMachine', request);
    const before = await world.call('DescribeStateMachine', { stateMachineArn: ARN });
    await expect(world.call('UpdateStateMachine', update)).rejects.toMatchObject({ code });
    expect(await world.call('DescribeStateMachine', { stateMachineArn: ARN })).toEqual(before);
  });
});

describe('DeleteStateMachine', () => {
  it('stops what runs, and forgets the machine and its executions; the name is free', async () => {
    const world = await waitingWorld();
    expect(await world.call('DeleteStateMachine', { stateMachineArn: ARN })).toEqual({});
    expect(world.kernel.clock.pending()).toBe(0);
    await expect(world.call('StartExecution', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
    await expect(world.describe(world.executionArn)).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    await world.call('CreateStateMachine', request);
    await world.call('StartExecution', { stateMachineArn: ARN, name: 'first' });
  });

  it('leaves other machines alone, and succeeds for what is not there', async () => {
    const world = await waitingWorld();
    expect(await world.call('DeleteStateMachine', { stateMachineArn: `${ARN}-other` })).toEqual({});
    await world.kernel.clock.run();
    expect((await world.describe(world.executionArn)).output).toBe('old');
  });
});

describe('ListStateMachines', () => {
  it('lists machines in pages', async () => {
    const world = createWorld();
    for (const name of ['c', 'a', 'b']) await world.call('CreateStateMachine', { ...request, name });
    const names = ({ stateMachines }: Record<string, unknown>) =>
      (stateMachines as { name: string }[]).map(({ name }) => name);
    const first = await world.call('ListStateMachines', { maxResults: 2 });
    const { nextToken } = first;
    const second = await world.call('ListStateMachines', { maxResults: 2, nextToken });
    expect([names(first), names(second)]).toEqual([['a', 'b'], ['c']]);
    expect(second).toEqual({
      stateMachines: [
        {
          stateMachineArn: ARN.replace(/machine$/, 'c'),
          name: 'c',
          type: 'STANDARD',
          creationDate: START / 1000,
        },
      ],
    });
  });
});

describe('ValidateStateMachineDefinition', () => {
  it.each<[string, object, object]>([
    [
      'a definition that is right',
      { definition: giving(1) },
      { result: 'OK', diagnostics: [], truncated: false },
    ],
    [
      'what is wrong, and where',
      { definition: definitionOf({ Type: 'Wait', Seconds: '9', End: true }) },
      {
        result: 'FAIL',
        truncated: false,
        diagnostics: [
          {
            severity: 'ERROR',
            code: 'SCHEMA_VALIDATION_FAILED',
            message: 'Expected value of type [NUMBER]',
            location: '/States/State/Seconds',
          },
        ],
      },
    ],
    [
      'no more than asked for',
      { definition: definitionOf({ Type: 'Wait', Colour: 'red' }), maxResults: 1 },
      { result: 'FAIL', truncated: true, diagnostics: [expect.anything()] },
    ],
    [
      'what is no JSON',
      { definition: '{' },
      {
        result: 'FAIL',
        truncated: false,
        diagnostics: [
          { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: expect.stringContaining('JSON') },
        ],
      },
    ],
  ])('reports %s', async (_, input, expected) => {
    expect(await createWorld().call('ValidateStateMachineDefinition', input)).toEqual(expected);
  });
});

describe('Updating and deleting the resource of a template', () => {
  const properties = { DefinitionString: giving('new'), RoleArn: roleArn };

  it('an update puts new properties in the place of all old ones', async () => {
    const world = createWorld();
    world.create({}, { DefinitionString: giving(1), TracingConfiguration: { Enabled: true } });
    world.stepFunctions.updateStateMachine(ARN, properties);
    expect(await world.call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({
      definition: giving('new'),
      tracingConfiguration: { enabled: false },
    });
  });

  it('an update leaves running executions alone', async () => {
    const world = await waitingWorld();
    world.stepFunctions.updateStateMachine(ARN, properties);
    await world.kernel.clock.run();
    expect((await world.describe(world.executionArn)).output).toBe('old');
  });

  it.each([{ StateMachineType: 'EXPRESS' }, { StateMachineName: 'other' }])(
    'neither name nor type can be changed in place: %j',
    (more) => {
      const world = createWorld();
      world.create({}, { DefinitionString: giving(1) });
      expect(refusal(() => world.stepFunctions.updateStateMachine(ARN, { ...properties, ...more }))).toBe(
        `${ARN}: the name and the type of a state machine cannot be changed in place`,
      );
    },
  );

  it('what is not there can be neither updated nor deleted', () => {
    const { stepFunctions } = createWorld();
    const missing = `State Machine Does Not Exist: '${ARN}'`;
    expect(refusal(() => stepFunctions.updateStateMachine(ARN, properties))).toBe(missing);
    expect(refusal(() => stepFunctions.deleteStateMachine(ARN))).toBe(missing);
  });

  it('a delete forgets the machine', async () => {
    const world = await waitingWorld();
    world.stepFunctions.deleteStateMachine(ARN);
    expect(await world.call('ListStateMachines', {})).toEqual({ stateMachines: [] });
  });
});

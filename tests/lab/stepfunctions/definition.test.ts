import { describe, expect, it } from '@jest/globals';
import { createWorld, invoke, one, refusal } from './world.ts';

const refused = (definition: object): string => refusal(() => createWorld().create(definition));

const end = { Type: 'Succeed' };

describe('Validation when a state machine is created (https://states-language.net; ValidateStateMachineDefinition)', () => {
  it.each<[string, object]>([
    ['SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt, States] at /', {}],
    [
      "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/State/Type",
      one({ Type: 'Nap', End: true }),
    ],
    [
      "SCHEMA_VALIDATION_FAILED: Field 'Colour' is not supported at /States/State",
      one({ ...end, Colour: 'red' }),
    ],
    [
      "SCHEMA_VALIDATION_FAILED: Field 'Retry' is not supported at /States/State",
      one({ Type: 'Pass', Retry: [], End: true }),
    ],
    [
      'SCHEMA_VALIDATION_FAILED: These fields are required: [Next or End] at /States/State',
      one({ Type: 'Pass' }),
    ],
    [
      "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: Nowhere",
      { StartAt: 'Nowhere', States: { A: end } },
    ],
    [
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/A/Next",
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Nowhere' } } },
    ],
    [
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/State/Catch[0]/Next",
      one(invoke('pay', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Nowhere' }] })),
    ],
    [
      'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
      { StartAt: 'A', States: { A: end, B: { Type: 'Pass', End: true } } },
    ],
    [
      'MISSING_END_STATE: Workflow has no terminal state',
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } },
    ],
    ['SCHEMA_VALIDATION_FAILED: These fields are required: [Resource]', one({ Type: 'Task', End: true })],
    [
      'SCHEMA_VALIDATION_FAILED: Expected value of type [NUMBER] at /States/State/Seconds',
      one({ Type: 'Wait', Seconds: '9', End: true }),
    ],
    [
      'Value should be an integer between 0 and 99999999 at /States/State/Seconds',
      one({ Type: 'Wait', Seconds: -1, End: true }),
    ],
    [
      'HeartbeatSeconds should be smaller than TimeoutSeconds at /States/State/HeartbeatSeconds',
      one(
        invoke('f', {
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          HeartbeatSeconds: 9,
          TimeoutSeconds: 9,
        }),
      ),
    ],
    ['A Wait state needs one of [Seconds, Timestamp]', one({ Type: 'Wait', End: true })],
    [
      'Value should be a timestamp at /States/State/Timestamp',
      one({ Type: 'Wait', Timestamp: 'soon', End: true }),
    ],
    [
      'These fields are required: [Condition] at /States/State/Choices[0]',
      one({ Type: 'Choice', Choices: [{ Next: 'State' }] }),
    ],
    [
      'States.ALL must appear alone at /States/State/Retry[0]/ErrorEquals',
      one(invoke('f', { Retry: [{ ErrorEquals: ['States.ALL', 'X'] }] })),
    ],
    [
      'States.ALL must be in the last element at /States/State/Retry[0]/ErrorEquals',
      one(invoke('f', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] })),
    ],
    [
      "The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at /States/State",
      one(invoke('f', { ResultPath: '$.x' })),
    ],
    [
      "Invalid variable name '1x' at /States/State/Assign/1x",
      one({ Type: 'Pass', Assign: { '1x': 1 }, End: true }),
    ],
    ["Variable name 'states' is reserved", one({ Type: 'Pass', Assign: { states: 1 }, End: true })],
    [
      "DUPLICATE_STATE_NAME: State name 'A' is not unique",
      {
        StartAt: 'A',
        States: { A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: end } }], End: true } },
      },
    ],
    [
      "Missing 'Next' target: Outside at /States/P/Branches[0]/States/A/Next",
      {
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Outside' } } }],
            Next: 'Outside',
          },
          Outside: end,
        },
      },
    ],
    [
      "Variable 'x' belongs to an outer scope at /States/P/Branches[0]/States/A/Assign/x",
      {
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Assign: { x: 1 }, End: true } } }],
            Next: 'Q',
          },
          Q: { Type: 'Pass', Assign: { x: 2 }, End: true },
        },
      },
    ],
    [
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/State/Output/v",
      one({ ...end, Output: { v: '{% phone %}' } }),
    ],
    ["Reference to '$$' is not supported. at /States/State/Output", one({ ...end, Output: '{% $$.a %}' })],
    [
      "Reference to '$states.errorOutput' is not supported.",
      one({ ...end, Output: '{% $states.errorOutput.Error %}' }),
    ],
    [
      'INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/State/Output',
      one({ ...end, Output: '{% 1 + %}' }),
    ],
  ])('refuses with %s', (message, definition) => {
    expect(refused(definition)).toContain("Invalid State Machine Definition: '");
    expect(refused(definition)).toContain(message);
  });

  it('names all problems at once', () => {
    const message = refused({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B', X: 1 } } });
    expect(message).toContain(
      "Field 'X' is not supported at /States/A, MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
    );
  });

  it('refuses with the code InvalidDefinition', () => {
    const create = () => createWorld().create({}, { DefinitionString: 'no JSON' });
    expect(create).toThrow(expect.objectContaining({ code: 'InvalidDefinition' }));
  });

  it('accepts names that expressions look up in something', () => {
    const output = "{% $states.input.items[value > 3].{'n': name}^(n) %}";
    expect(refused(one({ ...end, Output: output }))).toBe('nothing was refused');
  });
});

describe('What the lab does not support yet is refused by name', () => {
  it.each<[string, object, object]>([
    [
      'QueryLanguage JSONPath at /States/State',
      one({ Type: 'Pass', End: true }),
      { QueryLanguage: undefined },
    ],
    [
      'Mode DISTRIBUTED of a Map at /States/State/ItemProcessor/ProcessorConfig',
      one({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } }, End: true }),
      {},
    ],
    ...['ItemReader', 'ItemBatcher', 'ResultWriter', 'ToleratedFailureCount', 'Iterator'].map(
      (field): [string, object, object] => [
        `${field} of a Map at /States/State`,
        one({ Type: 'Map', [field]: {}, End: true }),
        {},
      ],
    ),
    [
      'HeartbeatSeconds of a task that waits for no token at /States/State',
      one(invoke('f', { HeartbeatSeconds: 1 })),
      {},
    ],
    ['Credentials at /States/State', one(invoke('f', { Credentials: {} })), {}],
    ...[
      'arn:aws:states:::lambda:invoke.sync',
      'arn:aws:states:::sns:publish',
      'arn:aws:states:::aws-sdk:sqs:sendMessage',
      'arn:aws:states:us-east-1:123456789012:activity:pack',
    ].map((Resource): [string, object, object] => [
      `Resource ${Resource} at /States/State`,
      one(invoke('f', { Resource })),
      {},
    ]),
    [
      'ClientContext at /States/State/Arguments',
      one(invoke('f', { Arguments: { FunctionName: 'f', ClientContext: '' } })),
      {},
    ],
  ])('%s', (what, definition, more) => {
    expect(refused({ ...definition, ...more })).toMatch(`${what}`);
    expect(refused({ ...definition, ...more })).toContain('is not supported by the lab yet');
  });

  it('unknown types and unknown properties of the resource', () => {
    const create = (properties: object) => refusal(() => createWorld().create(one(end), properties));
    expect(create({ StateMachineType: 'SLOW' })).toBe(
      'AWS::StepFunctions::StateMachine.StateMachineType SLOW is not supported by the lab',
    );
    expect(create({ DefinitionS3Location: {} })).toBe(
      'AWS::StepFunctions::StateMachine.DefinitionS3Location is not supported by the lab',
    );
  });
});

describe('AWS::StepFunctions::StateMachine (CloudFormation template reference)', () => {
  it('takes the definition as an object, and makes its substitutions', async () => {
    const world = createWorld({ pay: () => 'paid' });
    const stateMachineArn = world.create(
      {},
      {
        DefinitionString: undefined,
        Definition: { QueryLanguage: 'JSONata', ...one(invoke(`\${PayFunction}`)) },
        DefinitionSubstitutions: { PayFunction: 'pay' },
      },
    );
    const { executionArn } = await world.call('StartExecution', { stateMachineArn });
    await world.kernel.clock.run();
    expect(await world.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED', output: 'paid' });
  });

  it('refuses a name that is taken', () => {
    const world = createWorld();
    world.create(one(end));
    expect(refusal(() => world.create(one(end)))).toBe(
      "State Machine Already Exists: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine'",
    );
  });
});

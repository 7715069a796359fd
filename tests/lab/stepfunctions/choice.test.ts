import { describe, expect, it } from '@jest/globals';
import { createWorld } from './world.ts';

const machine = (choice: object): object => ({
  StartAt: 'Decide',
  States: {
    Decide: { Type: 'Choice', ...choice },
    Yes: {
      Type: 'Pass',
      Output: { went: 'yes', input: '{% $states.input %}', note: '{% $note %}' },
      End: true,
    },
    No: {
      Type: 'Pass',
      Output: { went: 'no', input: '{% $states.input %}', note: '{% $note %}' },
      End: true,
    },
  },
});

describe('Choice state (https://states-language.net/#choice-state)', () => {
  const rules = {
    Choices: [
      { Condition: '{% $states.input.n > 1 %}', Next: 'Yes', Assign: { note: 'rule' }, Output: 'ruled' },
    ],
    Default: 'No',
    Assign: { note: 'default' },
    Output: 'defaulted',
  };

  it('follows the first rule whose condition holds, with its Assign and Output', async () => {
    const { output } = await createWorld().run(machine(rules), { n: 2 });
    expect(output).toEqual({ went: 'yes', input: 'ruled', note: 'rule' });
  });

  it('follows Default with the Assign and Output of the state when no rule matches', async () => {
    const { output } = await createWorld().run(machine(rules), { n: 1 });
    expect(output).toEqual({ went: 'no', input: 'defaulted', note: 'default' });
  });

  it('accepts a literal condition', async () => {
    const choices = [
      { Condition: false, Next: 'No' },
      { Condition: true, Next: 'Yes' },
    ];
    const { types } = await createWorld().run({
      StartAt: 'Decide',
      States: {
        Decide: { Type: 'Choice', Choices: choices },
        Yes: { Type: 'Succeed' },
        No: { Type: 'Fail' },
      },
    });
    expect(types).toContain('SucceedStateEntered');
  });

  it('fails with States.NoChoiceMatched without a matching rule and a Default', async () => {
    const choices = [
      { Condition: '{% $states.input.n = 1 %}', Next: 'Yes' },
      { Condition: '{% $states.input.n = 2 %}', Next: 'No' },
    ];
    const { status, error, cause } = await createWorld().run(machine({ Choices: choices }), { n: 3 });
    expect([status, error]).toEqual(['FAILED', 'States.NoChoiceMatched']);
    expect(cause).toMatch(
      /^An error occurred while executing the state 'Decide' \(entered at the event id #2\)\./,
    );
  });

  it('fails with States.QueryEvaluationError when a condition gives no boolean', async () => {
    const choices = [
      { Condition: '{% $states.input.n %}', Next: 'Yes' },
      { Condition: true, Next: 'No' },
    ];
    const { error, cause } = await createWorld().run(machine({ Choices: choices }), { n: 3 });
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(
      "The JSONata expression '$states.input.n' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 3",
    );
  });
});

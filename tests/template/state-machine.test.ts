import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { deployed, only } from './deployed.ts';

interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
  readonly Arguments?: { readonly FunctionName?: string };
  readonly Branches?: readonly Machine[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

interface Machine {
  readonly QueryLanguage?: string;
  readonly States: Readonly<Record<string, State>>;
}

const stack = deployed('orchestration');
const [, machine] = only(stack.all('AWS::StepFunctions::StateMachine'), 'state machine');
const definition: Machine = JSON.parse(machine.DefinitionString);

/** Every state with its name, branches included. */
const statesOf = ({ States }: Machine): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state],
    ...(state.Branches ?? []).flatMap(statesOf),
  ]);

const states = statesOf(definition);

/** The states of an order that goes well. All others recover from something. */
const FORWARD = [
  'ChargeReserveAssign',
  'ChargePayment',
  'ReserveInventory',
  'AssignChef',
  'DecideOrder',
  'WhatNow',
  'ConfirmHold',
  'PrepareOrder',
  'FreeChef',
  'CompleteOrder',
];

/** An Output may be any JSON value, null too; the validator's schema forgot that one. */
const withoutNullOutputs = (text: string): object =>
  JSON.parse(text, (name, value) => (name === 'Output' && value === null ? '{% null %}' : value));

const isTask = ([, { Type }]: [string, State]): boolean => Type === 'Task';

describe('the state machine', () => {
  it('is valid Amazon States Language', () => {
    const { errors } = validate(withoutNullOutputs(machine.DefinitionString));
    expect(errors).toEqual([]);
  });

  it('would be found invalid with a step that leads nowhere', () => {
    const astray = machine.DefinitionString.replace('"Next": "DecideOrder"', '"Next": "Nowhere"');
    const { errors } = validate(withoutNullOutputs(astray));
    expect(errors).not.toEqual([]);
  });

  it('is written in JSONata', () => {
    expect(definition.QueryLanguage).toBe('JSONata');
  });

  // Within one branch the validator sees to it; a history shows names only, whatever the branch.
  it('has no two states of one name', () => {
    const names = states.map(([name]) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('says of every state what it is for, and of those off the way forward that they recover', () => {
    const recovering = states
      .filter(([, { Comment }]) => Comment?.startsWith('Recovery. '))
      .map(([name]) => name);
    expect(states.filter(([, { Comment }]) => !Comment).map(([name]) => name)).toEqual([]);
    expect(states.map(([name]) => name).filter((name) => !FORWARD.includes(name))).toEqual(recovering);
  });

  it('lets no branch stop the others: whatever a task of it throws is caught inside, and none fails (H19)', () => {
    const { Branches: branches = [] } = definition.States.ChargeReserveAssign ?? {};
    const inBranches = branches.flatMap(statesOf);
    const uncaught = inBranches
      .filter(isTask)
      .filter(([, { Catch = [] }]) => !Catch.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')));
    expect(inBranches.filter(isTask)).not.toEqual([]);
    expect(uncaught.map(([name]) => name)).toEqual([]);
    expect(inBranches.filter(([, { Type }]) => Type === 'Fail')).toEqual([]);
  });

  it('waits for a task five seconds longer than its function runs, so that none is tried again beside itself', () => {
    const functions = stack.all('AWS::Lambda::Function');
    const patience = states.filter(isTask).map(([name, { Arguments, TimeoutSeconds }]) => {
      const id = Arguments?.FunctionName?.replace(/\.Arn$/, '') ?? '';
      return [name, (TimeoutSeconds ?? 0) - (functions.get(id)?.Timeout ?? 0)];
    });
    expect(patience).toEqual(states.filter(isTask).map(([name]) => [name, 5]));
  });

  it('bears the name that the starter and the reconciler call it by', () => {
    const callers = [...stack.all('AWS::Lambda::Function').values()]
      .map(({ Environment }) => Environment.Variables.STATE_MACHINE_ARN)
      .filter((arn) => arn !== undefined);
    const arn = `arn:aws:states:us-east-1:123456789012:stateMachine:${machine.StateMachineName}`;
    expect(callers).toEqual([arn, arn]);
  });
});

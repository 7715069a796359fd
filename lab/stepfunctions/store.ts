import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Engine } from './engine.ts';
import { type Execution, type StartOptions, startExecution } from './execution.ts';
import type { Machine } from './machine.ts';
import { readPayload } from './payload.ts';

export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  /** JSON text. Default `{}`. */
  readonly input?: string | undefined;
  readonly traceHeader?: string | undefined;
}

/** Throws InvalidArn for what is no ARN, and for one of another kind of resource. */
const assertArn = (text: string, wanted: 'stateMachine' | 'execution'): void => {
  const [prefix, , , , , type = ''] = text.split(':');
  if (prefix !== 'arn') throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${text}'`);
  if (type === wanted) return;
  throw new AwsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${type}'`);
};

/** The state machines and their executions, and what the API says of names and times. */
export interface Store {
  /** @throws AwsError StateMachineAlreadyExists, AccessDeniedException for a role that cannot be taken. */
  add(machine: Machine): void;
  /** Takes the place of the machine of the same ARN. Executions that run keep the one they have. */
  replace(machine: Machine): void;
  /**
   * Forgets the machine and its executions; those that run are stopped.
   * @throws AwsError StateMachineDoesNotExist.
   */
  remove(machineArn: string): void;
  /** @throws AwsError StateMachineDoesNotExist. */
  machine(machineArn: string): Machine;
  find(machineArn: string): Machine | undefined;
  /** By name. */
  machines(): readonly Machine[];
  /**
   * An execution of a Standard workflow.
   * @throws AwsError ExecutionDoesNotExist; 90 days after its end an execution is forgotten, and sooner when many
   * have ended since, but for its name, which stays taken. InvalidArn for an
   * execution of an Express workflow, which only the logs tell of.
   */
  execution(executionArn: string): Execution;
  /** Every execution, of every machine, that has not ended. */
  running(): readonly Execution[];
  /** Newest first. */
  executions(machineArn: string): readonly Execution[];
  /**
   * Starts an execution. Of a Standard workflow it answers the one that runs under the same name with the same input
   * ("StartExecution"); of an Express workflow each start is one of its own. `onEnd` of an Express one only.
   * @throws AwsError StateMachineDoesNotExist, InvalidName, InvalidExecutionInput, ExecutionAlreadyExists.
   */
  start(request: StartRequest, onEnd?: () => void): Execution;
}

const RETENTION_MS = 90 * 24 * 3600 * 1000;

/** The lab's own bound: as many of those that have ended are kept whole. */
export const MAX_ENDED = 1_000;

/** Up to 80 characters, without white space, brackets, wildcards, special and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a name may not have.
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/u;

export const createStore = (engine: Engine): Store => {
  const { kernel, random, roles } = engine;
  const machines = new Map<string, Machine>();
  const executions = new Map<string, Execution>();
  /** Those that have ended, by ARN, the last one last. */
  const ended = new Set<string>();
  /** Those there was no more room for: ARN → when it ended, epoch ms. */
  const forgotten = new Map<string, number>();
  /** Those that run. */
  const express = new Set<Execution>();

  const isOver = (endedAt: number | undefined): boolean =>
    endedAt !== undefined && kernel.clock.now() >= endedAt + RETENTION_MS;

  const kept = (execution: Execution | undefined): Execution | undefined =>
    isOver(execution?.ended()?.at) ? undefined : execution;

  const isForgotten = (executionArn: string): boolean =>
    forgotten.has(executionArn) && !isOver(forgotten.get(executionArn));

  const noteEnd = (executionArn: string): void => {
    // A redriven one ends again.
    ended.delete(executionArn);
    ended.add(executionArn);
    const [oldest] = ended.size > MAX_ENDED ? ended : [];
    if (oldest === undefined) return;
    ended.delete(oldest);
    const end = executions.get(oldest)?.ended();
    if (end === undefined) return;
    executions.delete(oldest);
    forgotten.set(oldest, end.at);
  };

  const machine = (machineArn: string): Machine => {
    const found = machines.get(machineArn);
    if (found) return found;
    assertArn(machineArn, 'stateMachine');
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  };

  const assertAssumable = ({ roleArn, arn: machineArn }: Machine): void => {
    if (roles?.trusts(roleArn, 'states.amazonaws.com', { 'aws:SourceArn': machineArn }) !== false) return;
    throw new AwsError(
      'AccessDeniedException',
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    );
  };

  const running = () => [
    ...[...executions.values()].filter((execution) => execution.ended() === undefined),
    ...express,
  ];

  const startStandard = (started: Machine, options: Omit<StartOptions, 'arn'>): Execution => {
    const executionArn = arn('states', `execution:${started.name}:${options.name}`);
    const known = kept(executions.get(executionArn));
    if (known !== undefined && known.ended() === undefined && known.input.text === options.input.text) {
      return known;
    }
    if (known !== undefined || isForgotten(executionArn)) {
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    const onEnd = (): void => noteEnd(executionArn);
    const execution = startExecution(engine, started, { ...options, arn: executionArn, onEnd });
    // Set anew, so that the map stays in the order of starting when a name is used again.
    executions.delete(executionArn);
    executions.set(executionArn, execution);
    return execution;
  };

  const startExpress = (
    started: Machine,
    options: Omit<StartOptions, 'arn'>,
    onEnd: () => void = () => {},
  ): Execution => {
    const execution = startExecution(engine, started, {
      ...options,
      arn: arn('states', `express:${started.name}:${options.name}:${random.uuid()}`),
      onEnd: () => {
        express.delete(execution);
        onEnd();
      },
    });
    express.add(execution);
    return execution;
  };

  return {
    add: (created) => {
      assertAssumable(created);
      if (machines.has(created.arn)) {
        throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${created.arn}'`);
      }
      machines.set(created.arn, created);
    },
    replace: (revised) => {
      assertAssumable(revised);
      machines.set(revised.arn, revised);
    },
    remove: (machineArn) => {
      const removed = machine(machineArn);
      for (const execution of running()) {
        if (execution.machine.arn === removed.arn) execution.stop(undefined, undefined);
      }
      for (const [executionArn, execution] of executions) {
        if (execution.machine.arn === removed.arn) executions.delete(executionArn);
      }
      for (const executionArn of forgotten.keys()) {
        if (executionArn.startsWith(arn('states', `execution:${removed.name}:`)))
          forgotten.delete(executionArn);
      }
      machines.delete(machineArn);
    },
    machine,
    find: (machineArn) => machines.get(machineArn),
    machines: () => [...machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    running,
    execution: (executionArn) => {
      assertArn(executionArn, 'execution');
      const found = kept(executions.get(executionArn));
      if (found) return found;
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    },
    executions: (machineArn) =>
      [...executions.values()]
        .filter((execution) => execution.machine.arn === machineArn && kept(execution))
        .reverse(),
    start: ({ stateMachineArn, name = random.uuid(), input = '{}', traceHeader }, onEnd) => {
      const started = machine(stateMachineArn);
      if (!EXECUTION_NAME.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
      const options = { name, input: { value: parseInput(input), text: input }, traceHeader };
      return started.type === 'EXPRESS'
        ? startExpress(started, options, onEnd)
        : startStandard(started, options);
    },
  };
};

const parseInput = (input: string): unknown =>
  readPayload(
    input,
    'input',
    (reason) => new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`),
  );

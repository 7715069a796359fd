import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Engine } from './engine.ts';
import { type Execution, startExecution } from './execution.ts';
import type { Machine } from './machine.ts';
import { isOversize, PAYLOAD_LIMIT } from './payload.ts';

export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  /** JSON text. Default `{}`. */
  readonly input?: string | undefined;
  readonly traceHeader?: string | undefined;
}

/** The state machines and their executions, and what the API says of names and times. */
export interface Store {
  /** @throws AwsError StateMachineAlreadyExists. */
  add(machine: Machine): void;
  /** @throws AwsError StateMachineDoesNotExist. */
  machine(machineArn: string): Machine;
  /** @throws AwsError ExecutionDoesNotExist; 90 days after its end an execution is forgotten. */
  execution(executionArn: string): Execution;
  /** Every execution, of every machine, that has not ended. */
  running(): readonly Execution[];
  /** Newest first. */
  executions(machineArn: string): readonly Execution[];
  /**
   * Starts an execution, or answers the one that runs under the same name with the same input ("StartExecution").
   * @throws AwsError StateMachineDoesNotExist, InvalidName, InvalidExecutionInput, ExecutionAlreadyExists.
   */
  start(request: StartRequest): Execution;
}

const RETENTION_MS = 90 * 24 * 3600 * 1000;

/** Up to 80 characters, without white space, brackets, wildcards, special and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a name may not have.
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/u;

export const createStore = (engine: Engine): Store => {
  const { kernel, random } = engine;
  const machines = new Map<string, Machine>();
  const executions = new Map<string, Execution>();

  const kept = (execution: Execution | undefined): Execution | undefined => {
    const end = execution?.ended();
    return end !== undefined && kernel.clock.now() >= end.at + RETENTION_MS ? undefined : execution;
  };

  const machine = (machineArn: string): Machine => {
    const found = machines.get(machineArn);
    if (found) return found;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  };

  return {
    add: (created) => {
      if (machines.has(created.arn)) {
        throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${created.arn}'`);
      }
      machines.set(created.arn, created);
    },
    machine,
    running: () => [...executions.values()].filter((execution) => execution.ended() === undefined),
    execution: (executionArn) => {
      const found = kept(executions.get(executionArn));
      if (found) return found;
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    },
    executions: (machineArn) =>
      [...executions.values()]
        .filter((execution) => execution.machine.arn === machineArn && kept(execution))
        .reverse(),
    start: ({ stateMachineArn, name = random.uuid(), input = '{}', traceHeader }) => {
      const started = machine(stateMachineArn);
      if (!EXECUTION_NAME.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
      const value = parseInput(input);
      const executionArn = arn('states', `execution:${started.name}:${name}`);
      const known = kept(executions.get(executionArn));
      if (known !== undefined) {
        if (known.ended() === undefined && known.input.text === input) return known;
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
      }
      const payload = { value, text: input };
      const execution = startExecution(engine, started, {
        arn: executionArn,
        name,
        input: payload,
        traceHeader,
      });
      // Set anew, so that the map stays in the order of starting when a name is used again.
      executions.delete(executionArn);
      executions.set(executionArn, execution);
      return execution;
    },
  };
};

const parseInput = (input: string): unknown => {
  if (isOversize(input)) {
    const constraint = `Member must have length less than or equal to ${PAYLOAD_LIMIT}`;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: ${constraint}`,
    );
  }
  try {
    return JSON.parse(input);
  } catch (error) {
    const { message } = error as SyntaxError;
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${message}'`);
  }
};

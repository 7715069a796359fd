import type { Kernel } from '../kernel/kernel.ts';
import type { Functions, Metrics, Roles, StateMachines, Traces } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import type { Gate } from '../wire/gate.ts';
import type { Engine } from './engine.ts';
import { createFunctions } from './expressions/functions.ts';
import { createMachine } from './machine.ts';
import { createStateMachine } from './operations/create-state-machine.ts';
import { deleteStateMachine } from './operations/delete-state-machine.ts';
import { describeExecution } from './operations/describe-execution.ts';
import {
  describeStateMachine,
  describeStateMachineForExecution,
} from './operations/describe-state-machine.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listStateMachines } from './operations/list-state-machines.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './operations/send-task.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { createUpdate, updateStateMachine } from './operations/update-state-machine.ts';
import { validateStateMachineDefinition } from './operations/validate-state-machine-definition.ts';
import { readProperties, type StateMachineProperties } from './state-machine-properties.ts';
import { createStore } from './store.ts';
import { createTaskTokens } from './task-tokens.ts';

export type { StateMachineProperties } from './state-machine-properties.ts';

export interface StepFunctionsOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly metrics?: Metrics;
  readonly functions: Functions;
  /** Where tasks call other services. */
  readonly gate: Pick<Gate, 'call'>;
  /** Without it executions hand their trace's header on, and add nothing to the trace. */
  readonly traces?: Traces;
  /** Without it every role may do everything. */
  readonly roles?: Roles;
  /**
   * Whether the way from Start into the first state is billed as a transition of its own; no primary source
   * settles it. Default: false, one transition for each state entered and one for each retry.
   */
  readonly countStart?: boolean;
}

/** Step Functions: Standard and Express workflows in JSONata. */
export interface StepFunctions {
  /**
   * Makes a state machine of the properties of an `AWS::StepFunctions::StateMachine`.
   * @throws AwsError InvalidDefinition, InvalidName, StateMachineAlreadyExists.
   * @throws Error naming a property, or a part of the definition, that the lab does not support.
   */
  createStateMachine(properties: StateMachineProperties): { readonly arn: string; readonly name: string };
  /**
   * Gives the machine of this ARN new properties. Executions that run keep the definition they began with.
   * @throws AwsError StateMachineDoesNotExist, InvalidDefinition.
   * @throws Error for a name or a type other than the machine's, and as `createStateMachine` does.
   */
  updateStateMachine(ref: string, properties: StateMachineProperties): void;
  /**
   * Stops what runs of the machine of this ARN, and forgets it and its executions.
   * @throws AwsError StateMachineDoesNotExist.
   */
  deleteStateMachine(ref: string): void;
  readonly stateMachines: StateMachines;
  /** Stops every execution that runs, at once, as StopExecution does. */
  stopExecutions(): void;
  /** The API, id `states`. */
  readonly service: Service;
}

export const createStepFunctions = (options: StepFunctionsOptions): StepFunctions => {
  const { kernel, countStart = false } = options;
  const random = kernel.random.fork('stepfunctions');
  const queryFunctions = createFunctions(kernel);
  const taskTokens = createTaskTokens(kernel.random.fork('task-tokens'));
  const engine: Engine = { ...options, countStart, queryFunctions, random, taskTokens };
  const store = createStore(engine);
  const update = createUpdate(store, { clock: kernel.clock, random });
  return {
    createStateMachine: (properties) => {
      const machine = createMachine(readProperties(properties, random), kernel.clock.now());
      store.add(machine);
      return { arn: machine.arn, name: machine.name };
    },
    updateStateMachine: (ref, properties) => {
      const machine = store.machine(ref);
      const { name, type, ...revision } = readProperties(
        { StateMachineName: machine.name, ...properties },
        random,
      );
      if (name !== machine.name || type !== machine.type)
        throw new Error(`${ref}: the name and the type of a state machine cannot be changed in place`);
      update(machine, revision);
    },
    deleteStateMachine: store.remove,
    stopExecutions: () => {
      for (const execution of store.running()) execution.stop(undefined, undefined);
    },
    stateMachines: { start: async (request) => ({ executionArn: store.start(request).arn }) },
    service: {
      id: 'states',
      operations: {
        StartExecution: startExecution(store),
        StopExecution: stopExecution(store),
        DescribeExecution: describeExecution(store),
        GetExecutionHistory: getExecutionHistory(store),
        ListExecutions: listExecutions(store),
        RedriveExecution: redriveExecution(store),
        StartSyncExecution: startSyncExecution(store),
        CreateStateMachine: createStateMachine(store, kernel.clock),
        UpdateStateMachine: updateStateMachine(store, update),
        DeleteStateMachine: deleteStateMachine(store),
        DescribeStateMachine: describeStateMachine(store),
        DescribeStateMachineForExecution: describeStateMachineForExecution(store),
        ListStateMachines: listStateMachines(store),
        ValidateStateMachineDefinition: validateStateMachineDefinition(),
        SendTaskSuccess: sendTaskSuccess(taskTokens),
        SendTaskFailure: sendTaskFailure(taskTokens),
        SendTaskHeartbeat: sendTaskHeartbeat(taskTokens),
      },
    },
  };
};

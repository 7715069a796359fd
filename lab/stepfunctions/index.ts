import type { Kernel } from '../kernel/kernel.ts';
import type { Functions, Metrics, StateMachines } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import type { Engine } from './engine.ts';
import { createFunctions } from './expressions/functions.ts';
import { createMachine, type StateMachineProperties } from './machine.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { describeStateMachine } from './operations/describe-state-machine.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listExecutions } from './operations/list-executions.ts';
import { startExecution } from './operations/start-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { createStore } from './store.ts';

export type { StateMachineProperties } from './machine.ts';

export interface StepFunctionsOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly metrics?: Metrics;
  readonly functions: Functions;
  /**
   * Whether the way from Start into the first state is billed as a transition of its own; no primary source
   * settles it. Default: false, one transition for each state entered and one for each retry.
   */
  readonly countStart?: boolean;
}

/** Step Functions: Standard workflows in JSONata. */
export interface StepFunctions {
  /**
   * Makes a state machine of the properties of an `AWS::StepFunctions::StateMachine`.
   * @throws AwsError InvalidDefinition, InvalidName, StateMachineAlreadyExists.
   * @throws Error naming a property, or a part of the definition, that the lab does not support.
   */
  createStateMachine(properties: StateMachineProperties): { readonly arn: string; readonly name: string };
  readonly stateMachines: StateMachines;
  /** Stops every execution that runs, at once, as StopExecution does. */
  stopExecutions(): void;
  /** The API, id `states`. */
  readonly service: Service;
}

export const createStepFunctions = (options: StepFunctionsOptions): StepFunctions => {
  const { kernel, meter, metrics, functions, countStart = false } = options;
  const random = kernel.random.fork('stepfunctions');
  const queryFunctions = createFunctions(kernel);
  const engine: Engine = { kernel, meter, metrics, functions, queryFunctions, random, countStart };
  const store = createStore(engine);
  return {
    createStateMachine: (properties) => {
      const machine = createMachine(properties, random, kernel.clock.now());
      store.add(machine);
      return { arn: machine.arn, name: machine.name };
    },
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
        DescribeStateMachine: describeStateMachine(store),
      },
    },
  };
};

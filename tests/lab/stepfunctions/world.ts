import { AwsError } from '../../../lab/kernel/aws-error.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Functions, InvokeRequest, Roles, Traces } from '../../../lab/kernel/ports.ts';
import type { Caller, Operation } from '../../../lab/kernel/service.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import type { HistoryEvent } from '../../../lab/stepfunctions/history.ts';
import { createStepFunctions } from '../../../lab/stepfunctions/index.ts';
import { createGate } from '../../../lab/wire/gate.ts';

export const START = Date.UTC(2026, 0, 1, 12);

/** What a function does: answers a value, or throws an error that it dies of. */
export type Handler = (payload: unknown, request: InvokeRequest) => unknown;

/** The error of a handler that AWS would report with this errorType. */
export class FunctionError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message = 'declined') {
    super(message);
    this.errorType = errorType;
  }
}

const user = { name: 'user' };

/** A world with Step Functions and functions that the test writes. */
export const createWorld = (
  handlers: Record<string, Handler> = {},
  {
    services = {},
    ...options
  }: {
    countStart?: boolean;
    services?: Record<string, Record<string, Operation>>;
    traces?: Traces;
    roles?: Roles;
  } = {},
) => {
  const kernel = virtualKernel({ seed: 1, startAt: START });
  const meter = createMeter();
  const invoked: InvokeRequest[] = [];

  const invoke: Functions['invoke'] = async (request) => {
    invoked.push(request);
    const name = request.functionArn.split(':').at(-1) ?? '';
    const handler = handlers[name];
    if (handler === undefined)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, { status: 404 });
    try {
      return { requestId: 'request-1', payload: await handler(request.payload, request) };
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      const payload = { errorType: error.errorType, errorMessage: error.message };
      return { requestId: 'request-1', payload, functionError: 'Unhandled' };
    }
  };
  const functions: Functions = {
    invoke,
    invokeAsync: async (request) => void (await invoke(request)),
    permits: () => true,
  };
  const gate = createGate({ kernel });
  for (const [id, operations] of Object.entries(services)) gate.register({ id, operations });
  const stepFunctions = createStepFunctions({ kernel, meter, functions, gate, ...options });

  const call = async (
    operation: string,
    input: object,
    caller: Caller = user,
  ): Promise<Record<string, unknown>> =>
    (await stepFunctions.service.operations[operation]?.(input, caller)) as Record<string, unknown>;

  const create = (definition: object, properties: object = {}): string =>
    stepFunctions.createStateMachine({
      StateMachineName: 'machine',
      DefinitionString: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
      RoleArn: 'arn:aws:iam::123456789012:role/machine',
      ...properties,
    }).arn;

  const start = async (definition: object, input: unknown = {}): Promise<string> => {
    const stateMachineArn = create(definition);
    const { executionArn } = await call('StartExecution', { stateMachineArn, input: JSON.stringify(input) });
    return String(executionArn);
  };

  const events = async (executionArn: string): Promise<readonly HistoryEvent[]> => {
    const { events } = await call('GetExecutionHistory', { executionArn, maxResults: 1000 });
    return events as readonly HistoryEvent[];
  };

  const describe = async (executionArn: string) => {
    const described = await call('DescribeExecution', { executionArn });
    const output = described.output === undefined ? undefined : JSON.parse(String(described.output));
    const events_ = await events(executionArn);
    return {
      status: described.status,
      output,
      error: described.error,
      cause: described.cause,
      events: events_,
      types: events_.map(({ type }) => type),
      elapsedMs: kernel.clock.now() - START,
    };
  };

  return {
    kernel,
    meter,
    stepFunctions,
    invoked,
    call,
    create,
    start,
    describe,
    /** Runs a definition until nothing is left to happen. */
    run: async (definition: object, input: unknown = {}) => {
      const executionArn = await start(definition, input);
      await kernel.clock.run();
      return describe(executionArn);
    },
    /** Runs a workflow of one state. */
    runState: async (state: object, input: unknown = {}) => {
      const executionArn = await start(one(state), input);
      await kernel.clock.run();
      return describe(executionArn);
    },
  };
};

/** A workflow of one state, called State. */
export const one = (state: object): object => ({ StartAt: 'State', States: { State: state } });

/** A task that invokes a function with the state's input and gives the function's answer. */
export const invoke = (functionName: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: functionName, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** The message of what a function throws. */
export const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
};

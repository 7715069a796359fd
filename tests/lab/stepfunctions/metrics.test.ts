// Step Functions Developer Guide, "Monitoring Step Functions metrics using Amazon CloudWatch".
import { expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { createStepFunctions } from '../../../lab/stepfunctions/index.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
const machine = (state: object) => ({ QueryLanguage: 'JSONata', StartAt: 'It', States: { It: state } });

it.each([
  ['ExecutionsSucceeded', machine({ Type: 'Wait', Seconds: 2, End: true })],
  ['ExecutionsFailed', machine({ Type: 'Fail' })],
  ['ExecutionsTimedOut', { ...machine({ Type: 'Wait', Seconds: 9, End: true }), TimeoutSeconds: 2 }],
  ['ExecutionsAborted', machine({ Type: 'Wait', Seconds: 9, End: true })],
])('%s, beside ExecutionsStarted and ExecutionTime in ms', async (name, definition) => {
  const kernel = virtualKernel({ seed: 1, startAt: 0 });
  const put: Record<string, number> = {};
  const states = createStepFunctions({
    kernel,
    meter: createMeter(),
    metrics: {
      put: ({ namespace, name: metric, dimensions }, value) => {
        put[`${namespace} ${metric} ${dimensions.StateMachineArn}`] = value;
      },
      sample: () => {},
    },
    gate: { call: () => Promise.reject() },
    functions: { invoke: () => Promise.reject(), invokeAsync: () => Promise.reject(), permits: () => true },
  });
  states.createStateMachine({
    StateMachineName: 'm',
    RoleArn: 'r',
    DefinitionString: JSON.stringify(definition),
  });
  const { executionArn } = await states.stateMachines.start({ stateMachineArn: ARN, input: '{}' });
  if (name === 'ExecutionsAborted') {
    kernel.clock.after(
      2000,
      () => void states.service.operations.StopExecution?.({ executionArn }, { name: 'user' }),
    );
  }
  await kernel.clock.run();
  expect(put).toEqual({
    [`AWS/States ExecutionsStarted ${ARN}`]: 1,
    [`AWS/States ${name} ${ARN}`]: 1,
    [`AWS/States ExecutionTime ${ARN}`]: name === 'ExecutionsFailed' ? 0 : 2000,
  });
});

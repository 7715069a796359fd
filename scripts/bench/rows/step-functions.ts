import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Functions } from '../../../lab/kernel/ports.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { createStepFunctions } from '../../../lab/stepfunctions/index.ts';
import type { Benchmark } from '../benchmark.ts';
import { ratePerSecond } from '../measure.ts';
import { loadPeer } from '../peers.ts';

/** Few enough for the 25,000 events that a history may have. */
const LOOPS = 5000;
/** Of each loop Count and Again, and Done at the end. */
const TRANSITIONS = 2 * LOOPS + 1;

/** Counts in a Pass until a Choice has enough. */
const loop = (count: object, isBelow: object): object => ({
  StartAt: 'Count',
  States: {
    Count: { Type: 'Pass', ...count, Next: 'Again' },
    Again: { Type: 'Choice', Choices: [{ ...isBelow, Next: 'Count' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  },
});

const inJsonata = {
  QueryLanguage: 'JSONata',
  ...loop({ Output: { n: '{% $states.input.n + 1 %}' } }, { Condition: `{% $states.input.n < ${LOOPS} %}` }),
};

const inJsonPath = loop(
  { Parameters: { 'n.$': 'States.MathAdd($.n, 1)' } },
  { Variable: '$.n', NumericLessThan: LOOPS },
);

const noFunctions: Functions = {
  invoke: () => Promise.reject(new Error('the loop invokes no function')),
  invokeAsync: () => Promise.reject(new Error('the loop invokes no function')),
  permits: () => false,
};

const runInLab = async (): Promise<void> => {
  const kernel = virtualKernel({ seed: 1, startAt: 0 });
  const { createStateMachine, stateMachines, service } = createStepFunctions({
    ...{ kernel, meter: createMeter() },
    functions: noFunctions,
    gate: { call: () => Promise.reject(new Error('the loop calls no service')) },
  });
  const { arn } = createStateMachine({
    StateMachineName: 'loop',
    RoleArn: 'arn:aws:iam::123456789012:role/loop',
    Definition: inJsonata,
  });
  const { executionArn } = await stateMachines.start({ stateMachineArn: arn, input: '{"n":0}' });
  await kernel.clock.run();
  const described = await service.operations.DescribeExecution?.({ executionArn }, { name: 'user' });
  assertCounted(JSON.parse((described as { output: string }).output));
};

interface LocalStepFunctions {
  readonly StateMachine: new (
    definition: object,
  ) => { run(input: object): { readonly result: Promise<unknown> } };
}

const measurePeer = async (): Promise<number> => {
  const { StateMachine } = loadPeer<LocalStepFunctions>('aws-local-stepfunctions');
  return ratePerSecond(TRANSITIONS, async () => {
    assertCounted(await new StateMachine(inJsonPath).run({ n: 0 }).result);
  });
};

/** Who counts wrong is not measured. */
const assertCounted = (output: unknown): void => {
  const { n } = output as { n?: number };
  if (n !== LOOPS) throw new Error(`counted to ${n} instead of ${LOOPS}`);
};

export const stepFunctions: Benchmark = {
  name: 'step-functions',
  title: 'Step Functions interpreter: transitions',
  unit: '/s',
  budget: 100_000,
  better: 'more',
  how: `one execution of ${TRANSITIONS} transitions, Pass and Choice in JSONata, history kept`,
  measure: async () => ({ value: await ratePerSecond(TRANSITIONS, runInLab) }),
  peer: {
    name: 'aws-local-stepfunctions',
    how: 'the same loop in JSONPath, as it knows no JSONata',
    measure: async () => ({ value: await measurePeer() }),
  },
};

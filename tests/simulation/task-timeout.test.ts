import '../unit/fakes/runtime.ts';
import { beforeAll, expect, it } from '@jest/globals';
import type { SimulatedLab } from '../../scripts/simulation/lab.ts';
import { runSchedule } from '../../scripts/simulation/schedule.ts';
import { drawScript } from '../../scripts/simulation/script.ts';
import type { Stage } from '../../scripts/simulation/stage.ts';
import { packagedStages } from './stages.ts';

const CALLER = { name: 'user' };

let stage: Stage;
beforeAll(async () => {
  stage = (await packagedStages()).orchestration;
});

/** When the first task of an execution timed out, epoch ms; NaN when none did. */
const timeoutOf = ({ states }: SimulatedLab): number => {
  const ask = (operation: string, input: object): unknown => states.operations[operation]?.(input, CALLER);
  const { executions } = ask('ListExecutions', { stateMachineArn: stage.stateMachine }) as {
    readonly executions: readonly { readonly executionArn: string }[];
  };
  const { events } = ask('GetExecutionHistory', { executionArn: executions[0]?.executionArn }) as {
    readonly events: readonly { readonly type: string; readonly timestamp: number }[];
  };
  return (events.find(({ type }) => type === 'TaskTimedOut')?.timestamp ?? Number.NaN) * 1000;
};

/** One order whose charge is carried out right before its task times out. */
const timeOutCharge = async (seed: number) => {
  const name = `function:${stage.prefix}payment`;
  const script = { ...drawScript(seed, { orders: 1 }), incidents: [], stock: {}, quietFromMs: 0 };
  const delivery = `delivery states:${stage.prefix.slice(0, -1)} ${name} #1`;
  let lab: SimulatedLab | undefined;
  let [from, to] = [Number.NaN, Number.NaN];
  const { violations, faults } = await runSchedule(stage, script, {
    exactly: new Map([[delivery, 'task timeout']]),
    drive: async (running) => {
      lab = running;
    },
    observer: ({ kind, source, target }, at) => {
      if (kind === 'invocation' && target === name && Number.isNaN(from)) from = at;
      if (kind === 'outcome' && source === name && Number.isNaN(to)) to = at;
    },
  });
  const timedOutAt = timeoutOf(lab as SimulatedLab);
  return { violations, faults, isRunning: from < timedOutAt && timedOutAt < to };
};

it('a task can time out while its handler is running, and nothing is violated', async () => {
  let running = 0;
  for (const seed of [1, 3, 5, 7, 9, 11, 13, 15]) {
    const { violations, faults, isRunning } = await timeOutCharge(seed);
    expect(violations).toEqual([]);
    expect(faults).toHaveLength(1);
    if (isRunning) running++;
  }
  expect(running).toBeGreaterThan(0);
});

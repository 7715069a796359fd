import { ListExecutionsCommand, RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ScriptRule } from '../../lab/faults/script.ts';
import { takeAccounts } from '../../scripts/comparison/accounts.ts';
import type { Pattern } from '../../scripts/comparison/minimum.ts';
import { createWorld, type World } from '../../scripts/comparison/world.ts';
import { deadLetterQueues } from '../../scripts/redrive/queues.ts';
import { redrive } from '../../scripts/redrive/redrive.ts';
import { read } from '../contracts/samples.ts';
import { PIZZA } from './drills.ts';
import type { Play } from './permissions.ts';

/** Something that stays undone until a person sends it back. */
interface Outage {
  readonly script: readonly ScriptRule[];
  readonly minutes: number;
  /** What else goes wrong meanwhile. */
  readonly meanwhile?: (world: World) => Promise<void>;
  /** Sends back what waits. */
  readonly redrive: (world: World) => Promise<void>;
  /** The dead-letter queues that still hold something afterwards, once for each message. */
  readonly kept: readonly string[];
}

/** Nothing heals by itself. */
const WITHOUT_RECONCILER: ScriptRule = { at: 'delivery', function: 'reconciler', drop: true };

/** Until its retry queue gives an event up, and a while. */
const GIVEN_UP_MINUTES = 110;

const outages: Readonly<Record<Pattern, Outage>> = {
  // One order does not reach the kitchen, the order function fails at the other, and the aggregator cannot read.
  choreography: {
    script: [
      WITHOUT_RECONCILER,
      {
        at: 'invocation',
        function: 'order',
        untilSecond: GIVEN_UP_MINUTES * 60,
        fail: { name: 'OrderDown', message: 'the order function is broken' },
      },
      {
        at: 'delivery',
        function: 'kitchen',
        by: 'rule',
        times: 1,
        fail: { name: 'AccessDeniedException', message: 'the kitchen cannot be reached' },
      },
    ],
    minutes: GIVEN_UP_MINUTES,
    meanwhile: (world) => {
      const dataschema = 'https://pizzaco.example/schemas/payment.completed/2';
      return world.intrude({ event: { ...read('payment.completed'), dataschema } });
    },
    redrive: async ({ lab, stack }) => {
      const client = new SQSClient(lab.client as object);
      const { now } = lab.kernel.clock;
      for (const queue of deadLetterQueues(stack.resources, 'choreography')) {
        await redrive(client, queue, { poison: true, now });
      }
    },
    // What cannot be read comes back.
    kept: ['AggregatorDlq'],
  },
  // Somebody stops the runs that there are.
  orchestration: {
    script: [
      WITHOUT_RECONCILER,
      { at: 'delivery', by: 'states', times: 1, stopExecutions: true, drop: true },
    ],
    minutes: 1,
    redrive: async ({ lab, stack }) => {
      const client = new SFNClient(lab.client as object);
      const machine = stack.resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine');
      const stopped = { stateMachineArn: machine?.physicalId, statusFilter: 'ABORTED' } as const;
      const { executions = [] } = await client.send(new ListExecutionsCommand(stopped));
      for (const { executionArn } of executions) {
        await client.send(new RedriveExecutionCommand({ executionArn }));
      }
    },
    kept: [],
  },
};

/** Orders that are stuck, and a person who sends back what waits: messages to their queues, runs on their way. */
export const redrivePlay: Play = {
  name: 'redrive',
  title: 'what was given up is sent back, and every order ends well',
  play: async (pkg, pattern, { observer, until }) => {
    const outage = outages[pattern];
    const world = await createWorld(pkg, { seed: 1 });
    const { clock } = world.lab.kernel;
    world.lab.kernel.observe(observer);
    world.install(outage.script);
    const over = clock.now() + outage.minutes * 60_000;
    await world.settle(Promise.all([world.place(PIZZA, 1), world.place(PIZZA, 2)]));
    if (outage.meanwhile) await world.settle(outage.meanwhile(world));
    await clock.run(() => until(world) || clock.now() >= over);
    if (until(world)) return undefined;
    const before = await takeAccounts(world, undefined);
    if (before.open === 0) return 'redrive: no order waits for it';
    await world.settle(outage.redrive(world));
    await clock.run(() => until(world) || clock.pending() === 0);
    const { statuses, open, faults } = await takeAccounts(world, undefined);
    const kept = world.deadLetters().map(({ queue }) => queue);
    const outcome = JSON.stringify({ statuses, open, faults, kept });
    const expected = JSON.stringify({ statuses: { completed: 2 }, open: 0, faults: [], kept: outage.kept });
    return outcome === expected ? undefined : `redrive: it ends in ${outcome}, ${expected} is expected`;
  },
};

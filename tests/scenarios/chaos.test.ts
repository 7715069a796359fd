import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../lab/kernel/point.ts';
import { loadPackage } from '../../lab/template/load.ts';
import { bringUp, takeDown } from '../../scripts/chaos/concurrency.ts';
import { functionsOf } from '../../scripts/chaos/functions.ts';
import { takeAccounts } from '../../scripts/comparison/accounts.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import type { World } from '../../scripts/comparison/world.ts';
import { deadLetterQueues } from '../../scripts/redrive/queues.ts';
import { redrive } from '../../scripts/redrive/redrive.ts';
import { stages } from '../template/packages.ts';
import { PIZZA, quietWorld, until } from './drills.ts';

const ORDERS = 5;
const HOURS = 60;

/** Counts the events put on the bus again under an id that was there before. */
const countRepeats = ({ lab }: World): (() => number) => {
  const seen = new Set<string>();
  let repeats = 0;
  lab.kernel.observe(({ kind, target, payload }: Point) => {
    if (kind !== 'call' || target !== 'events:PutEvents') return;
    for (const { Detail } of (payload as { Entries: { Detail: string }[] }).Entries) {
      const { id } = JSON.parse(Detail) as { id: string };
      if (seen.has(id)) repeats++;
      seen.add(id);
    }
  });
  return () => repeats;
};

const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`;

describe.each(stages)(
  'a drill, by %s: the chef goes down, the alarm rings, people mend and redrive',
  (stage) => {
    it('loses no order, and does nothing twice', async () => {
      const world = await quietWorld(loadPackage(packageDirectory(process.cwd(), stage)));
      const { lab, stack, settle } = world;
      const { clock } = lab.kernel;
      const lambda = new LambdaClient(lab.client as object);
      const sqs = new SQSClient(lab.client as object);
      const chef = functionsOf(stack.resources).get('chef') ?? '';
      const repeats = countRepeats(world);
      const ringing = () => lab.cloudwatch.alarms().filter(({ state }) => state === 'ALARM');

      await settle(takeDown(lambda, chef));
      const brokenAt = clock.now();
      await settle(Promise.all(Array.from({ length: ORDERS }, (_, n) => world.place(PIZZA, n + 1))));
      await until(world, 3 * HOURS, () => ringing().length > 0);
      const alarms = ringing().map(({ name }) => name.slice(world.prefix.length).split('-')[0]);
      const rangAt = clock.now();

      await settle(bringUp(lambda, chef));
      for (const queue of deadLetterQueues(stack.resources, stage)) {
        await settle(redrive(sqs, queue, { now: () => clock.now() }));
      }
      await until(world, 3 * HOURS, () => ringing().length === 0);
      const quietAt = clock.now();
      await clock.run();

      const { statuses, open, faults } = await takeAccounts(world, undefined);
      console.log(
        `${stage}: ${alarms.join(', ')} after ${minutes(rangAt - brokenAt)}; over ${minutes(quietAt - rangAt)} ` +
          `after mending; facts said again: ${repeats()}; ${JSON.stringify(statuses)}`,
      );
      expect({ open, faults }).toEqual({ open: 0, faults: [] });
      expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(ORDERS);
      // Mended before the deadline an order completes; after it, it has been called off and undone.
      const deadline = brokenAt + 30 * 60_000;
      expect(statuses).toEqual(rangAt < deadline ? { completed: ORDERS } : { timeout: ORDERS });
      expect(world.deadLetters()).toEqual([]);
    });
  },
);

import { describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../lab/template/load.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { deployed } from '../template/deployed.ts';
import { stages } from '../template/packages.ts';
import { alarmIn, drillOf, quietWorld, until } from './drills.ts';

/** Longer than the stream keeps a record, and any order stays open. */
const LONGEST_MINUTES = 26 * 60;

describe.each(stages)('by %s', (stage) => {
  const pkg = loadPackage(packageDirectory(process.cwd(), stage));
  const alarms = [...deployed(stage).all('AWS::CloudWatch::Alarm').keys()];

  it.each(alarms)(
    '%s rings when its reason is there, is over when it is gone, and people are told',
    async (id) => {
      const drill = drillOf(id);
      const world = await quietWorld(pkg);
      const { name } = alarmIn(world, id);
      const { cloudwatch, topics } = world.lab;
      const before = cloudwatch.history(name).length;

      await drill.break(world);
      await until(world, LONGEST_MINUTES, () => alarmIn(world, id).state === 'ALARM');
      await drill.mend?.(world);
      await until(world, LONGEST_MINUTES, () => alarmIn(world, id).state === 'OK');

      const changes = cloudwatch.history(name).slice(before);
      expect(changes.map(({ to }) => to)).toEqual(['ALARM', 'OK']);
      const [topic] = topics.list();
      const told = topics.notifications(topic ?? '').filter(({ subject }) => subject?.includes(name));
      expect(told.slice(before).map(({ subject }) => subject?.split(':')[0])).toEqual(['ALARM', 'OK']);
    },
  );

  it('is told, too, when nobody looks at the open orders any more', async () => {
    const world = await quietWorld(pkg);
    const state = () => alarmIn(world, 'OldestOpenOrderAlarm').state;
    world.install([
      { at: 'invocation', function: 'reconciler', untilSecond: 900, fail: { name: 'Down', message: 'down' } },
    ]);
    await until(world, 15, () => state() === 'INSUFFICIENT_DATA');
    await until(world, 15, () => state() === 'OK');
  });

  it('nothing rings while orders go well', async () => {
    const world = await quietWorld(pkg);
    const { cloudwatch } = world.lab;
    const order = { customerId: 'cust-789', pizzaType: 'margherita', size: 'large', toppings: [] };
    await world.settle(Promise.all([1, 2, 3].map((n) => world.place(order, n))));
    const end = world.lab.kernel.clock.now() + 90 * 60_000;
    await until(world, 91, () => world.lab.kernel.clock.now() >= end);
    expect(
      cloudwatch.alarms().map(({ name, state }) => [name, state, cloudwatch.history(name).length]),
    ).toEqual(cloudwatch.alarms().map(({ name }) => [name, 'OK', 1]));
  });
});

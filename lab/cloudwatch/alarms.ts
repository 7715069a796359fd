import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Topics } from '../kernel/ports.ts';
import type { Properties } from '../template/properties.ts';
import { type Alarm, readAlarm } from './alarm.ts';
import { type MetricStore, MINUTE_MS } from './metrics.ts';
import { type Watched, watch } from './watch.ts';

/** The alarms of the account. */
export interface Alarms {
  /** Takes an AWS::CloudWatch::Alarm. From the first one on time is looked at once a minute. */
  create(properties: Properties): Alarm;
  /** Gives an alarm other properties; its state stays until the next evaluation. */
  update(name: string, properties: Properties): Alarm;
  delete(name: string): void;
  find(name: string): Watched | undefined;
  /** Throws `AwsError` (ResourceNotFound), as `update` and `delete` do. */
  get(name: string): Watched;
  all(): readonly Watched[];
}

export const createAlarms = (ports: {
  readonly kernel: Kernel;
  readonly store: MetricStore;
  readonly topics: Topics;
}): Alarms => {
  const { clock } = ports.kernel;
  const watched = new Map<string, Watched>();
  let isWatching = false;

  /** Once a minute, at its end. Standing: watching does not keep the world from rest. */
  const watchTime = (): void => {
    isWatching = true;
    const untilNextMinute = MINUTE_MS - (clock.now() % MINUTE_MS);
    clock.after(
      untilNextMinute,
      () => {
        ports.store.takeSamples();
        for (const { look } of watched.values()) look();
        watchTime();
      },
      { standing: true },
    );
  };

  const get = (name: string): Watched => {
    const found = watched.get(name);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFound', `Alarm ${name} does not exist`, { status: 404 });
  };

  return {
    create: (properties) => {
      const alarm = readAlarm(properties);
      if (watched.has(alarm.name)) throw new Error(`there is an alarm named ${alarm.name} already`);
      watched.set(alarm.name, watch(alarm, ports));
      if (!isWatching) watchTime();
      return alarm;
    },
    update: (name, properties) => {
      const alarm = readAlarm(properties);
      get(name).configure(alarm);
      return alarm;
    },
    delete: (name) => {
      get(name);
      watched.delete(name);
    },
    find: (name) => watched.get(name),
    get,
    all: () => [...watched.values()],
  };
};

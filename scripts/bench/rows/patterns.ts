import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePattern } from '../../../lab/eventbridge/pattern/pattern.ts';
import type { Benchmark } from '../benchmark.ts';
import { ratePerSecond } from '../measure.ts';

const EVENTS = 1_000_000;
const samples = join(import.meta.dirname, '..', '..', '..', 'events');

/** What the aggregator hears. */
const pattern = {
  source: ['payment-service', 'inventory-service', 'chef-service', 'order-service'],
  'detail-type': [
    'com.pizzaco.payment.completed',
    'com.pizzaco.payment.failed',
    'com.pizzaco.inventory.reserved',
    'com.pizzaco.inventory.unavailable',
    'com.pizzaco.chef.assigned',
    'com.pizzaco.chef.unavailable',
    'com.pizzaco.order.overdue',
  ],
};

/** A sample of each event type, in EventBridge's envelope. */
const readEvents = (): readonly object[] =>
  readdirSync(samples)
    .filter((file) => /^\w+\.\w+\.json$/.test(file))
    .map((file) => {
      const detail = JSON.parse(readFileSync(join(samples, file), 'utf8')) as {
        source: string;
        type: string;
      };
      const { source, type } = detail;
      return { version: '0', id: file, source, 'detail-type': type, resources: [], detail };
    });

const measure = async (): Promise<number> => {
  const events = readEvents();
  const matches = compilePattern(pattern);
  const expected = events.filter(matches).length;
  if (expected !== pattern['detail-type'].length) throw new Error(`${expected} events match`);
  return ratePerSecond(EVENTS, () => {
    for (let n = 0; n < EVENTS; n++) matches(events[n % events.length]);
  });
};

export const patterns: Benchmark = {
  name: 'patterns',
  title: 'Event pattern matcher: events',
  unit: '/s',
  budget: 500_000,
  better: 'more',
  how: "one event of every type in turn against the aggregator's rule, compiled once",
  measure: async () => ({ value: await measure() }),
};

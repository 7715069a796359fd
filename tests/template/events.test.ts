import { describe, expect, it } from '@jest/globals';
import { compilePattern } from '../../lab/eventbridge/pattern/pattern.ts';
import { catalogue, definitions } from '../../src/contracts/index.ts';
import { read, shortNames } from '../contracts/samples.ts';
import { shortName, subscriptionsOf } from './consumers.ts';
import { deployed } from './deployed.ts';

const subscriptions = subscriptionsOf(deployed('choreography'));

/** The functions that hear an event of the catalogue, by its sample, at this attempt. */
const hearers = (fact: string, attempt: number): string[] => {
  const sample = read(fact);
  const event = { source: sample.source, 'detail-type': sample.type, detail: { ...sample, attempt } };
  return subscriptions
    .filter(({ pattern }) => compilePattern(pattern)(event))
    .map(({ functionId }) => shortName(functionId))
    .sort();
};

/** The design's §4, the column "heard by". */
const design: Record<string, string[]> = {
  'order.created': ['chef', 'inventory', 'payment'],
  'payment.completed': ['aggregator'],
  'payment.failed': ['aggregator'],
  'inventory.reserved': ['aggregator'],
  'inventory.unavailable': ['aggregator'],
  'chef.assigned': ['aggregator'],
  'chef.unavailable': ['aggregator'],
  'order.overdue': ['aggregator'],
  'kitchen.ready': ['inventory', 'kitchen'],
  'kitchen.rejected': ['order'],
  'kitchen.completed': ['chef', 'order'],
  'order.completed': [],
  'order.cancelled': ['chef', 'inventory', 'payment'],
  'order.timeout': ['chef', 'inventory', 'payment'],
  'payment.refunded': ['order'],
  'payment.voided': ['order'],
  'inventory.released': ['order'],
  'chef.released': ['order'],
};

/** Beyond the design's column: heard when the reconciler says it again, for chef.released is all that is missing. */
const nudged: Record<string, string[]> = { ...design, 'order.completed': ['chef'] };

describe('the rules', () => {
  it('wait for event types of the catalogue only', () => {
    const types = subscriptions.flatMap(({ pattern }) => pattern['detail-type']);
    expect(types.filter((type) => !catalogue.has(type))).toEqual([]);
  });

  it('wait for an event from its own service only', () => {
    for (const { pattern } of subscriptions) {
      const sources = pattern['detail-type'].map((type) => catalogue.get(type)?.source);
      expect([...pattern.source].sort()).toEqual([...new Set(sources)].sort());
    }
  });

  it('are deaf to an event that another service claims to publish', () => {
    const detail = { ...read('order.created'), source: 'virus-service' };
    const event = { source: detail.source, 'detail-type': 'com.pizzaco.order.created', detail };
    expect(subscriptions.filter(({ pattern }) => compilePattern(pattern)(event))).toEqual([]);
  });

  it('know every event of the design and no other', () => {
    expect([...shortNames].sort()).toEqual(Object.keys(design).sort());
  });

  it.each(definitions.map(({ type }) => type.replace('com.pizzaco.', '')))(
    'bring %s to whom the design says, at the first attempt and when it is said again',
    (fact) => {
      expect(hearers(fact, 1)).toEqual(design[fact]);
      expect(hearers(fact, 2)).toEqual(nudged[fact]);
    },
  );

  it('do not exist under orchestration, where the state machine brings everything', () => {
    expect(subscriptionsOf(deployed('orchestration'))).toEqual([]);
  });
});

/** What a consumer may say on hearing a fact for the first time; §4 and §5 of the design. */
const says: Record<string, Record<string, string[]>> = {
  payment: {
    'order.created': ['payment.completed', 'payment.failed'],
    'order.cancelled': ['payment.refunded', 'payment.voided'],
    'order.timeout': ['payment.refunded', 'payment.voided'],
  },
  inventory: {
    'order.created': ['inventory.reserved', 'inventory.unavailable'],
    'kitchen.ready': [],
    'order.cancelled': ['inventory.released'],
    'order.timeout': ['inventory.released'],
  },
  chef: {
    'order.created': ['chef.assigned', 'chef.unavailable'],
    'kitchen.completed': ['chef.released'],
    'order.cancelled': ['chef.released'],
    'order.timeout': ['chef.released'],
  },
  aggregator: Object.fromEntries(
    Object.keys(design)
      .filter((fact) => design[fact]?.includes('aggregator'))
      .map((fact) => [fact, ['kitchen.ready', 'kitchen.rejected']]),
  ),
  kitchen: { 'kitchen.ready': ['kitchen.completed'] },
  order: {
    'kitchen.completed': ['order.completed'],
    'kitchen.rejected': ['order.cancelled', 'order.timeout'],
    'payment.refunded': [],
    'payment.voided': [],
    'inventory.released': [],
    'chef.released': [],
  },
};

/** The facts that may follow upon a fact, by the rules as they are. */
const following = (fact: string, table = says): string[] =>
  hearers(fact, 1).flatMap((consumer) => {
    const facts = table[consumer]?.[fact];
    if (facts === undefined) throw new Error(`${consumer} hears ${fact}, and nothing says what it answers`);
    return facts;
  });

/** The first circle found from a fact on, as the facts along it. */
const circleFrom = (fact: string, table = says, path: readonly string[] = []): string[] | undefined => {
  if (path.includes(fact)) return [...path.slice(path.indexOf(fact)), fact];
  for (const next of following(fact, table)) {
    const circle = circleFrom(next, table, [...path, fact]);
    if (circle !== undefined) return circle;
  }
  return undefined;
};

describe('the events of the first attempt', () => {
  it('never come round in a circle', () => {
    expect(shortNames.map((fact) => circleFrom(fact)).filter((circle) => circle !== undefined)).toEqual([]);
  });

  it('would be found to, if an order were cancelled again because its chef is free', () => {
    const table = { ...says, order: { ...says.order, 'chef.released': ['kitchen.rejected'] } };
    expect(circleFrom('order.cancelled', table)).toEqual([
      'order.cancelled',
      'chef.released',
      'kitchen.rejected',
      'order.cancelled',
    ]);
  });

  it('lead from order.created to every event but those that the clock says first', () => {
    const reached = new Set<string>();
    const visit = (fact: string): void => {
      if (reached.has(fact)) return;
      reached.add(fact);
      following(fact).forEach(visit);
    };
    visit('order.created');
    expect(shortNames.filter((fact) => !reached.has(fact))).toEqual(['order.overdue']);
  });
});

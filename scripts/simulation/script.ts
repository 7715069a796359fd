import { createRandom, type Random } from '../../lab/kernel/random.ts';
import { PATTERNS, type Pattern } from '../comparison/minimum.ts';
import { type FaultKind, KINDS, type Rates } from './faults/kinds.ts';

/** What a customer orders, and when. */
export interface OrderScript {
  /** Milliseconds since the schedule began. */
  readonly atMs: number;
  readonly customerId: string;
  readonly pizzaType: string;
  readonly size: string;
  readonly toppings: readonly string[];
  /** When the customer sends the same request once more, although it was answered. */
  readonly repeatedAtMs?: number;
}

/** How an event is forged when it is sent once more. */
export type Forgery = 'new id' | 'other payload' | 'unknown version' | 'malformed' | 'too large';

/**
 * Something that happens between two moments, or from a moment on as soon as there is something for it to strike;
 * milliseconds since the schedule began.
 */
export type Incident =
  /** Every run of the function fails, or cannot be started. */
  | {
      readonly kind: 'outage';
      readonly function: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly throttled: boolean;
    }
  /** Nothing of a table's stream is delivered. */
  | { readonly kind: 'stream pause'; readonly table: string; readonly fromMs: number; readonly toMs: number }
  /** Every execution that runs is aborted. */
  | { readonly kind: 'abort'; readonly atMs: number }
  /** An order's execution is started once more: under its own name, or another. */
  | { readonly kind: 'second run'; readonly atMs: number; readonly sameName: boolean }
  /** An event that was published is sent again by somebody: to the bus, or to the functions that are its tasks. */
  | { readonly kind: 'forgery'; readonly atMs: number; readonly how: Forgery; readonly pick: number }
  /** A row that nobody can read is written into the order table. */
  | { readonly kind: 'poison'; readonly atMs: number }
  /** Everything in the dead-letter queues goes back; where runs can be redriven, those that failed go on. */
  | { readonly kind: 'redrive'; readonly atMs: number };

/** What comes months after the world has come to rest. */
export interface Aftermath {
  /** When everything comes once more, in ms since the rest: events, executions, customers' requests. */
  readonly replayMs: number;
  /** TTL removes a row within so many ms after it has expired. */
  readonly ttlDelayMs: number;
}

/** All that a seed decides, before anything happens. */
export interface Script {
  readonly seed: number;
  readonly pattern: Pattern;
  readonly orders: readonly OrderScript[];
  /** Ingredient → what there is of it; plenty of everything else. */
  readonly stock: Readonly<Record<string, number>>;
  /** How many orders a chef has at a time. */
  readonly capacity: number;
  /** How long ingredients are held; undefined for what the template says. */
  readonly holdMinutes: number | undefined;
  readonly rates: Rates;
  readonly incidents: readonly Incident[];
  /** Function → milliseconds by which its clock is ahead. */
  readonly skews: Readonly<Record<string, number>>;
  /** From when on no fault strikes any more. */
  readonly quietFromMs: number;
  /** Undefined where nobody looks at the world again. */
  readonly aftermath?: Aftermath | undefined;
}

/** Two seeds side by side are one script by both patterns: the number of the two. */
export const pairOf = ({ seed }: Pick<Script, 'seed'>): number => Math.floor(seed / 2);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const pick = <T>(random: Random, choices: readonly T[]): T => choices[random.integer(choices.length)] as T;
const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random.next() * (high - low));
/** Of all magnitudes alike. */
const ofAnySize = (random: Random, low: number, high: number): number =>
  Math.round(low * (high / low) ** random.next());

/** Card → how often it is drawn. */
const CUSTOMERS = [
  ...Array.from({ length: 10 }, () => 'cust-789'),
  'cust-declined',
  'cust-insufficient-funds',
  'cust-answer-lost',
  'cust-answer-lost',
  'cust-late-5',
  'cust-late-45',
  'cust-without-wallet',
];
/** What most order, and what nobody can make. */
const PIZZAS = ['margherita', 'margherita', 'margherita', 'marinara', 'margherita', 'tartufo'];
const SIZES = ['small', 'medium', 'large'];

/** On whom undoing hangs. */
const UNDOING = ['payment', 'inventory', 'chef', 'paymentProvider'];
const EVERYWHERE = [...UNDOING, 'kitchen', 'order', 'relay', 'reconciler', 'placeOrder'];
/** As often as they are down. */
const FUNCTIONS: Readonly<Record<Pattern, readonly string[]>> = {
  choreography: [...EVERYWHERE, 'aggregator'],
  orchestration: [...EVERYWHERE, ...UNDOING, 'starter'],
};
const TABLES: Readonly<Record<Pattern, readonly string[]>> = {
  choreography: ['Order', 'Payment', 'Reservation', 'Assignment', 'Kitchen'],
  orchestration: ['Order'],
};
const SKEWED = [
  'order',
  'payment',
  'inventory',
  'chef',
  'kitchen',
  'aggregator',
  'reconciler',
  'placeOrder',
  'paymentProvider',
];
/** As often as they are drawn. */
const FORGERIES: readonly Forgery[] = [
  'new id',
  'other payload',
  'other payload',
  'unknown version',
  'malformed',
  'too large',
];
const ANYWHERE = ['outage', 'outage', 'stream pause', 'poison', 'redrive', 'forgery', 'forgery'] as const;
/** Kind of incident → as often as it is drawn. */
const INCIDENTS: Readonly<Record<Pattern, readonly Incident['kind'][]>> = {
  choreography: ANYWHERE,
  orchestration: [...ANYWHERE, 'outage', 'abort', 'second run'],
};
const LARGEST_SKEW = 5 * MINUTE;
/** How long an incident waits for something to strike. */
export const LONGEST_WAIT_MS = 5 * MINUTE;

const drawCount = (random: Random): number => {
  const chance = random.next();
  if (chance < 0.55) return 1;
  if (chance < 0.85) return between(random, 2, 5);
  if (chance < 0.98) return between(random, 5, 16);
  return between(random, 16, 101);
};

const drawOrders = (random: Random, count: number): readonly OrderScript[] => {
  const together = random.next() < 0.6;
  return Array.from({ length: count }, () => ({
    atMs: together ? between(random, 0, 200) : between(random, 0, 2 * MINUTE),
    customerId: pick(random, CUSTOMERS),
    pizzaType: pick(random, PIZZAS),
    size: pick(random, SIZES),
    toppings: random.next() < 0.2 ? ['olives'] : [],
    ...(random.next() < 0.15 && { repeatedAtMs: ofAnySize(random, 500, 40 * MINUTE) }),
  }));
};

/** Of calls and deliveries, how many a kind of fault strikes. */
const RATES = [0.002, 0.01, 0.01, 0.03, 0.1];
/** Few reads come so soon after a write that they could miss it. */
const RATES_OF_STALE_READS = [0.03, 0.1, 0.3];

/** Few or many of few or many kinds (swarm testing: Groce et al., ISSTA 2012). */
const drawRates = (random: Random): Rates => {
  if (random.next() < 0.1) return {};
  const share = pick(random, [0.1, 0.25, 0.6]);
  const rates: Partial<Record<FaultKind, number>> = {};
  for (const kind of KINDS)
    if (random.next() < share)
      rates[kind] = pick(random, kind === 'stale read' ? RATES_OF_STALE_READS : RATES);
  return rates;
};

const drawSkews = (random: Random): Readonly<Record<string, number>> => {
  if (random.next() < 0.7) return {};
  return Object.fromEntries(
    SKEWED.filter(() => random.next() < 0.5).map((name) => [
      name,
      between(random, -LARGEST_SKEW, LARGEST_SKEW),
    ]),
  );
};

/** Rarely longer than what a stream keeps. */
const drawPause = (random: Random): number =>
  random.next() < 0.25 ? between(random, 24 * HOUR, 26 * HOUR) : ofAnySize(random, 10 * SECOND, HOUR);

/** For a while; until an order's deadline, half an hour, has just passed; or longer than queues and runs try. */
const OUTAGES = [
  [5 * SECOND, HOUR],
  [30 * MINUTE, 45 * MINUTE],
  [30 * MINUTE, 100 * MINUTE],
] as const;
const drawOutage = (random: Random): number => ofAnySize(random, ...pick(random, OUTAGES));

/** Mostly from the first moment on: what begins later finds less to strike. */
const drawBeginning = (random: Random, atMs: number): number => (random.next() < 0.7 ? 0 : atMs);

/** Who hears events, and tries again by a queue of its own what it fails at. */
const CONSUMERS = ['payment', 'inventory', 'chef', 'aggregator', 'kitchen', 'order'];
/** When such a queue gives up what was said first: by Lambda's repetitions and `patience` of choreography/wiring.cjs. */
const GIVEN_UP_MS = 80 * MINUTE;

/** With what makes something to redrive: an outage that outlasts a retry queue, or runs that are aborted. */
const drawRedrive: Readonly<Record<Pattern, (random: Random) => readonly Incident[]>> = {
  choreography: (random) => {
    const toMs = between(random, GIVEN_UP_MS, 2 * HOUR);
    return [
      { kind: 'outage', function: pick(random, CONSUMERS), fromMs: 0, toMs, throttled: false },
      { kind: 'redrive', atMs: between(random, GIVEN_UP_MS, toMs + 20 * MINUTE) },
    ];
  },
  orchestration: (random) => {
    const atMs = ofAnySize(random, 200, MINUTE);
    return [
      { kind: 'abort', atMs },
      { kind: 'redrive', atMs: atMs + ofAnySize(random, SECOND, 2 * HOUR) },
    ];
  },
};

const drawIncident = (random: Random, pattern: Pattern): readonly Incident[] => {
  const atMs = ofAnySize(random, 200, 50 * MINUTE);
  const kind = pick(random, INCIDENTS[pattern]);
  switch (kind) {
    case 'outage': {
      const fromMs = drawBeginning(random, atMs);
      const toMs = fromMs + drawOutage(random);
      const throttled = random.next() < 0.3;
      return [{ kind, function: pick(random, FUNCTIONS[pattern]), fromMs, toMs, throttled }];
    }
    case 'stream pause': {
      const fromMs = drawBeginning(random, atMs);
      return [{ kind, table: pick(random, TABLES[pattern]), fromMs, toMs: fromMs + drawPause(random) }];
    }
    case 'forgery':
      return [{ kind, atMs, how: pick(random, FORGERIES), pick: random.integer(1_000_000) }];
    case 'second run':
      return [{ kind, atMs, sameName: random.next() < 0.3 }];
    case 'redrive':
      return drawRedrive[pattern](random);
    default:
      return [{ kind, atMs }];
  }
};

const drawIncidents = (random: Random, pattern: Pattern): readonly Incident[] => {
  const count = pick(random, [0, 0, 0, 0, 1, 1, 2, 4]);
  return Array.from({ length: count }, () => drawIncident(random, pattern)).flat();
};

/** When an incident is over at the latest. */
const endOf = (incident: Incident): number =>
  'toMs' in incident ? incident.toMs : incident.atMs + LONGEST_WAIT_MS;

const drawStock = (random: Random, orders: number): Readonly<Record<string, number>> => {
  const chance = random.next();
  if (chance < 0.7) return {};
  // A small pizza takes 60 of tomato sauce at least, a large marinara 150.
  return { 'tomato-sauce': between(random, 0, 160 * orders) };
};

/** Rows are kept for 60 days after their last write, and the last ones are written days before the rest at most. */
const LATEST_REPLAY = 55 * DAY;

/** TTL is early when it takes a row the moment it expires; AWS promises no more than "within a few days". */
const drawAftermath = (random: Random): Aftermath | undefined => {
  if (random.next() >= 0.1) return undefined;
  const replayMs = ofAnySize(random, HOUR, LATEST_REPLAY);
  return { replayMs, ttlDelayMs: random.next() < 0.5 ? 0 : ofAnySize(random, HOUR, 3 * DAY) };
};

export interface DrawOptions {
  /** The pattern to run under; by default even seeds are choreography, odd ones orchestration. */
  readonly pattern?: Pattern | undefined;
  /** How many orders, instead of a number drawn. */
  readonly orders?: number | undefined;
}

/** The script of a seed. Two seeds side by side, an even one and the next, are one script by both patterns. */
export const drawScript = (seed: number, { pattern, orders }: DrawOptions = {}): Script => {
  const chosen = pattern ?? (PATTERNS[seed % 2] as Pattern);
  const random = createRandom(pairOf({ seed })).fork('script');
  const count = orders ?? drawCount(random.fork('count'));
  const rates = drawRates(random.fork('rates'));
  const incidents = drawIncidents(random.fork(`incidents ${chosen}`), chosen);
  const quiet = ofAnySize(random.fork('quiet'), 2 * SECOND, HOUR);
  return {
    seed,
    pattern: chosen,
    orders: drawOrders(random.fork('orders'), count),
    stock: drawStock(random.fork('stock'), count),
    capacity: pick(random.fork('capacity'), [1, 1, 2, 4]),
    holdMinutes: pick(random.fork('hold'), [undefined, undefined, undefined, undefined, 1, 8, 25]),
    rates,
    incidents,
    skews: drawSkews(random.fork('skews')),
    quietFromMs: Math.max(quiet, ...incidents.map((incident) => endOf(incident) + SECOND)),
    aftermath: drawAftermath(random.fork('aftermath')),
  };
};

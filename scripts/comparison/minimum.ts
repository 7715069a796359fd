import { costPerMillion, type Units } from './prices.ts';

/** How an order ends, without conflicts, repetitions and cold starts. */
export const PATHS = [
  'completed',
  'card-declined',
  'out-of-stock',
  'no-chef',
  /** All three answered, the hold had run out. */
  'reservation-expired',
  /** The chef never answered. */
  'timeout',
  /** The payment had not answered by the deadline; the charge landed later. */
  'late-payment',
] as const;

export type Path = (typeof PATHS)[number];

export type Pattern = 'choreography' | 'orchestration';
export const PATTERNS: readonly Pattern[] = ['choreography', 'orchestration'];

/** One step of an order, with the operations that it cannot do without in this shape. */
export interface Line {
  readonly step: string;
  readonly units: Units;
}

export interface Shape {
  /** How many ingredients the order's pizza takes: stock rows in the transaction. */
  readonly ingredients: number;
}

/** One invocation of a function, with its eventually consistent reads of up to 4 KB and its writes. */
const call = (step: string, reads: number, writes: number): Line => ({
  step,
  units: {
    'lambda.requests': 1,
    ...(reads > 0 && { 'dynamodb.readUnits': reads / 2 }),
    ...(writes > 0 && { 'dynamodb.writeUnits': writes }),
  },
});

/** A transaction costs two units an item. */
const transaction = (items: number): number => 2 * items;

/** The services' steps: the same to the letter under both patterns. */
const steps = {
  place: call('placeOrder: menu; order row and its entry in the open-orders index', 1, 2),
  charge: call('payment: wallet; intent, outcome', 1, 2),
  provider: call('provider: charge', 0, 1),
  providerDeclines: call('provider: decline', 0, 0),
  reserve: ({ ingredients }: Shape) =>
    call('inventory: bill of materials; hold and stock in one transaction', 1, transaction(1 + ingredients)),
  /** The refused transaction is paid for; then every shard of what is short is read, strongly, and the refusal written. */
  cannotReserve: ({ ingredients }: Shape) =>
    call(
      'inventory: bill of materials; refused transaction, every shard, refusal',
      1 + 2,
      transaction(1 + ingredients) + 1,
    ),
  confirm: call('inventory: confirm the hold', 1, 1),
  assign: call('chef: skills; assignment and booking in one transaction', 1, transaction(2)),
  cannotAssign: call('chef: skills; refusal', 1, 1),
  free: call('chef: free again, in one transaction', 1, transaction(2)),
  refund: call('payment: refund', 1, 1),
  providerRefunds: call('provider: the charge, strongly; refund', 2, 1),
  chargePending: call('payment: wallet; intent', 1, 1),
  refundLate: call('payment: void, then refund', 1, 2),
  providerLooksUp: call('provider: look up, strongly', 2, 0),
  undoNoCharge: call('payment: void', 1, 1),
  /** The reservation says two facts by now: more than 1 KB, so 2 units twice over. */
  release: ({ ingredients }: Shape) =>
    call('inventory: release, in one transaction', 1, transaction(2 + ingredients)),
  undoNothing: (who: string) => call(`${who}: undo of nothing`, 1, 1),
} as const;

const publish = (fact: string): Line => ({
  step: `relay: ${fact}`,
  units: { 'lambda.requests': 1, 'eventbridge.events': 1 },
});

const http: Line = { step: 'HTTP API: POST /orders', units: { 'http.requests': 1 } };

const transitions = (step: string, count: number): Line => ({
  step,
  units: { 'stepfunctions.transitions': count },
});

const isOverdue = (path: Path): boolean => path === 'timeout' || path === 'late-payment';

const pay = (path: Path): readonly Line[] => {
  if (path === 'card-declined') return [steps.charge, steps.providerDeclines];
  return [path === 'late-payment' ? steps.chargePending : steps.charge, steps.provider];
};

const findChef = (path: Path): readonly Line[] => {
  if (path === 'timeout') return [];
  return [path === 'no-chef' ? steps.cannotAssign : steps.assign];
};

const forward = (path: Path, shape: Shape): readonly Line[] => [
  ...pay(path),
  path === 'out-of-stock' ? steps.cannotReserve(shape) : steps.reserve(shape),
  ...findChef(path),
];

const payBack = (path: Path): readonly Line[] => {
  if (path === 'card-declined') return [steps.undoNoCharge];
  if (path === 'late-payment') return [steps.refundLate, steps.providerLooksUp, steps.providerRefunds];
  return [steps.refund, steps.providerRefunds];
};

const undo = (path: Path, shape: Shape): readonly Line[] => [
  ...payBack(path),
  path === 'out-of-stock' ? steps.undoNothing('inventory') : steps.release(shape),
  path === 'no-chef' || path === 'timeout' ? steps.undoNothing('chef') : steps.free,
];

const undoFacts = ['payment undone', 'inventory.released', 'chef.released'];

/** Facts of the forward steps, as far as they answer. */
const answers = (path: Path): readonly string[] => {
  if (path === 'timeout') return ['payment', 'inventory'];
  return path === 'late-payment' ? ['inventory', 'chef'] : ['payment', 'inventory', 'chef'];
};

const choreography = (path: Path, shape: Shape): readonly Line[] => {
  const arrivals = answers(path).map((who) => call(`aggregator: ${who} arrives`, 1, 1));
  const start = [http, steps.place, publish('order.created'), ...forward(path, shape)];
  const said = answers(path).map((who) => publish(`${who}'s answer`));
  if (path === 'completed') {
    return [
      ...start,
      ...said,
      ...arrivals,
      publish('kitchen.ready'),
      steps.confirm,
      call('kitchen: prepare', 1, 1),
      publish('kitchen.completed'),
      call('order: complete', 1, 1),
      publish('order.completed'),
      steps.free,
      publish('chef.released'),
      call('order: close, and leave the open-orders index', 1, 2),
    ];
  }
  return [
    ...start,
    ...said,
    ...arrivals,
    ...(isOverdue(path) ? [publish('order.overdue'), call('aggregator: the deadline', 1, 1)] : []),
    publish('kitchen.rejected'),
    call('order: call off', 1, 1),
    publish(isOverdue(path) ? 'order.timeout' : 'order.cancelled'),
    ...undo(path, shape),
    ...undoFacts.map(publish),
    call('order: first undo', 1, 1),
    call('order: second undo', 1, 1),
    call('order: last undo closes it, and it leaves the open-orders index', 1, 2),
  ];
};

const orchestration = (path: Path, shape: Shape): readonly Line[] => {
  const start = [
    http,
    steps.place,
    publish('order.created'),
    call('starter: start the execution', 0, 0),
    transitions('Parallel, its three tasks, DecideOrder, WhatNow', 6),
    ...forward(path, shape),
    call('kitchen: decide', 0, 1),
  ];
  if (path === 'completed') {
    return [
      ...start,
      transitions('ConfirmHold, PrepareOrder, FreeChef, CompleteOrder', 4),
      steps.confirm,
      call('kitchen: prepare', 1, 1),
      steps.free,
      call('order: complete and close, and leave the open-orders index', 1, 2),
      publish('order.completed'),
    ];
  }
  return [
    ...start,
    transitions('call off, Compensate, its three tasks, CloseOrder', 6),
    call('order: call off', 1, 1),
    publish(isOverdue(path) ? 'order.timeout' : 'order.cancelled'),
    ...undo(path, shape),
    call('order: close, and leave the open-orders index', 1, 2),
  ];
};

/** What one order cannot do without in this shape, line by line (docs/cost.md). */
export const minimumLines = (pattern: Pattern, path: Path, shape: Shape): readonly Line[] =>
  pattern === 'choreography' ? choreography(path, shape) : orchestration(path, shape);

/** Lambda's compute for one invocation: 20 ms at 256 MB, as prices.md has it. */
const GB_SECONDS = 0.02 * 0.25;

/** The lines' units, summed, with the compute of their invocations. */
export const minimumUnits = (lines: readonly Line[]): Units => {
  const total: Record<string, number> = {};
  for (const { units } of lines) {
    for (const [unit, quantity] of Object.entries(units)) total[unit] = (total[unit] ?? 0) + quantity;
  }
  return { ...total, 'lambda.gbSeconds': (total['lambda.requests'] ?? 0) * GB_SECONDS };
};

/** USD per million orders that all end this way. */
export const minimumPerMillion = (pattern: Pattern, path: Path, shape: Shape): number =>
  costPerMillion(minimumUnits(minimumLines(pattern, path, shape)));

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ScriptRule } from '../../lab/faults/script.ts';
import { PATHS, type Pattern } from './minimum.ts';

const succeeded = z.strictObject({ function: z.string(), succeeded: z.optional(z.int()) });

const rule = z.strictObject({
  at: z.enum(['delivery', 'invocation', 'call']),
  function: z.optional(z.string()),
  calls: z.optional(z.string()),
  by: z.optional(z.string()),
  matches: z.optional(z.record(z.string(), z.unknown())),
  fromSecond: z.optional(z.number()),
  untilSecond: z.optional(z.number()),
  times: z.optional(z.int()),
  holdUntil: z.optional(z.array(succeeded)),
  delaySeconds: z.optional(z.number()),
  fail: z.optional(
    z.strictObject({
      name: z.string(),
      message: z.string(),
      status: z.optional(z.int()),
      when: z.optional(z.enum(['before', 'after'])),
    }),
  ),
  deliveries: z.optional(z.int()),
  drop: z.optional(z.boolean()),
  answer: z.optional(z.unknown()),
  stopExecutions: z.optional(z.boolean()),
});

/** The same for both patterns, or each its own where their hops differ. */
const forBoth = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.union([schema, z.strictObject({ choreography: schema, orchestration: schema })]);

/** Something that comes from outside. In its texts, `{orderId}` stands for the first order's id, `{padding:N}` for N bytes. */
const intrusion = z.strictObject({
  /** Since the orders were placed. */
  atSecond: z.number(),
  /** A CloudEvent, well-formed or not, for the stage's bus, under this detail-type. */
  event: z.optional(z.record(z.string(), z.unknown())),
  /** An item for the order table, as the document client has it. */
  orderRow: z.optional(z.record(z.string(), z.unknown())),
});

const scenario = z.strictObject({
  name: z.string(),
  /** What happens, in a line. */
  title: z.string(),
  /** Statuses in alphabetical order, each with how many orders ended in it: `cancelled:40 completed:10`. */
  outcome: z.string(),
  /** Path → how many of the orders take it, for the derived minimum. */
  paths: z.partialRecord(z.enum(PATHS), z.int()),
  given: z.strictObject({
    /** Ingredient → what there is of it over all shards; plenty of everything else. */
    stock: z.optional(z.record(z.string(), z.int())),
    /** Function → variables of its environment, instead of the template's. */
    environment: z.optional(z.record(z.string(), z.record(z.string(), z.string()))),
  }),
  orders: z.strictObject({
    customerId: z.string(),
    pizzaType: z.string(),
    size: z.string(),
    toppings: z.array(z.string()),
    /** Placed at the same moment. */
    count: z.int(),
  }),
  /** What the platform does to the functions and deliveries. */
  script: forBoth(z.array(rule)),
  intrusions: z.optional(forBoth(z.array(intrusion))),
  /** How many messages end in a DLQ, kept whole with their reason. Default none. */
  quarantined: z.optional(forBoth(z.int())),
});

export type Scenario = z.infer<typeof scenario>;
export type Intrusion = z.infer<typeof intrusion>;

type ForBoth<T> = T | { readonly choreography: T; readonly orchestration: T };

const isSplit = <T>(value: ForBoth<T>): value is { choreography: T; orchestration: T } =>
  typeof value === 'object' && value !== null && 'choreography' in value;

/** The part of a scenario that is for one pattern. */
export const partFor = <T>(value: ForBoth<T>, pattern: Pattern): T =>
  isSplit(value) ? value[pattern] : (value as T);

/** The script for one pattern. */
export const scriptFor = (scenario: Scenario, pattern: Pattern): readonly ScriptRule[] =>
  partFor(scenario.script, pattern) as readonly ScriptRule[];

/** In the order in which they teach. */
const ORDER = [
  'happy',
  'card-declined',
  'out-of-stock',
  'no-chef',
  'contention',
  'duplicates',
  'reversed',
  'chef-down',
  'chef-down-10m',
  'answer-lost',
  'late-payment',
  'reservation-expires',
  'lost-created',
  'lost-cancelled',
  'crash-between',
  'kitchen-breaks',
  'poison',
  'compensation-fails',
];

/** Reads every scenario of a directory. @throws Error naming the file and what is wrong in it */
export const readScenarios = (directory: string): readonly Scenario[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readScenario(join(directory, file)))
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));

const readScenario = (path: string): Scenario => {
  const { data, error } = z.safeParse(scenario, JSON.parse(readFileSync(path, 'utf8')));
  if (error === undefined) return data;
  throw new Error(
    `${path}: ${error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
  );
};

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { ScriptRule } from '../../lab/faults/script.ts';

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
});

const scenario = z.strictObject({
  name: z.string(),
  /** What happens, in a line. */
  title: z.string(),
  /** Statuses in alphabetical order, each with how many orders ended in it: `cancelled:40 completed:10`. */
  outcome: z.string(),
  /** Path → how many of the orders take it, for the derived minimum. */
  paths: z.partialRecord(
    z.enum(['completed', 'card-declined', 'out-of-stock', 'no-chef', 'timeout']),
    z.int(),
  ),
  given: z.strictObject({
    /** Ingredient → what there is of it over all shards; plenty of everything else. */
    stock: z.optional(z.record(z.string(), z.int())),
  }),
  orders: z.strictObject({
    customerId: z.string(),
    pizzaType: z.string(),
    size: z.string(),
    toppings: z.array(z.string()),
    /** Placed at the same moment. */
    count: z.int(),
  }),
  /** What the platform does to the functions and deliveries, the same for both patterns. */
  script: z.array(rule),
});

export interface Scenario extends Omit<z.infer<typeof scenario>, 'script'> {
  readonly script: readonly ScriptRule[];
}

/** In the order in which they teach. */
const ORDER = ['happy', 'card-declined', 'out-of-stock', 'no-chef', 'contention', 'chef-down'];

/** Reads every scenario of a directory. @throws Error naming the file and what is wrong in it */
export const readScenarios = (directory: string): readonly Scenario[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readScenario(join(directory, file)))
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));

const readScenario = (path: string): Scenario => {
  const { data, error } = z.safeParse(scenario, JSON.parse(readFileSync(path, 'utf8')));
  if (error === undefined) return data as Scenario;
  throw new Error(
    `${path}: ${error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
  );
};

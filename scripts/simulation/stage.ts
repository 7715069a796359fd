import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import type { StackResource } from '../../lab/template/deploy.ts';
import { bookingItems, skillItems } from '../../src/services/chef/seed.ts';
import { recipes } from '../../src/services/inventory/recipes.ts';
import { stockItems } from '../../src/services/inventory/seed.ts';
import { BILL_OF_MATERIALS_KEY } from '../../src/services/inventory/stock.ts';
import { MENU_KEY } from '../../src/services/order/menu-table.ts';
import { menu } from '../../src/services/order/seed.ts';
import { wallets } from '../../src/services/payment/seed.ts';
import type { Pattern } from '../comparison/minimum.ts';
import { toItem } from './document.ts';
import type { Blueprint, SimulatedLab } from './lab.ts';

/** What a stage is called, and where its parts are. */
export interface Stage {
  readonly pattern: Pattern;
  readonly blueprint: Blueprint;
  /** `<service>-<stage>-`: what stands before the short names of functions. */
  readonly prefix: string;
  readonly apiId: string;
  readonly bus: string;
  /** ARN; undefined where no state machine runs. */
  readonly stateMachine: string | undefined;
  /** What a table holds (`Order`) → its name. */
  readonly tables: ReadonlyMap<string, string>;
  /** A table's name → what it holds. */
  readonly holds: ReadonlyMap<string, string>;
  /** Dead-letter queues: their ARNs, and those of the queues that their messages came from. */
  readonly deadLetterQueues: readonly {
    readonly name: string;
    readonly arn: string;
    readonly source: string | undefined;
  }[];
}

export const stageOf = (pattern: Pattern, blueprint: Blueprint): Stage => {
  const { name, resources } = blueprint.stack;
  const byId = new Map<string, StackResource>(resources.map((resource) => [resource.logicalId, resource]));
  const refOf = (logicalId: string): string => {
    const resource = byId.get(logicalId);
    if (resource === undefined) throw new Error(`stack ${name} has no ${logicalId}`);
    return resource.physicalId;
  };
  const tables = resources
    .filter(({ type }) => type === 'AWS::DynamoDB::Table')
    .map(({ logicalId, physicalId }) => [logicalId.replace(/Table$/, ''), physicalId] as const);
  const arnOf = (logicalId: string): string | undefined => {
    const arn = byId.get(logicalId)?.attributes.Arn;
    return arn === undefined ? undefined : String(arn);
  };
  return {
    ...{ pattern, blueprint },
    prefix: `${name}-`,
    apiId: refOf('HttpApi'),
    bus: refOf('Bus'),
    stateMachine: resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine')?.physicalId,
    tables: new Map(tables),
    holds: new Map(tables.map(([held, table]) => [table, held])),
    deadLetterQueues: resources
      .filter(({ type, logicalId }) => type === 'AWS::SQS::Queue' && logicalId.endsWith('Dlq'))
      .map(({ logicalId }) => ({
        name: logicalId,
        arn: arnOf(logicalId) ?? '',
        source: arnOf(logicalId.replace(/Dlq$/, 'RetryQueue')),
      })),
  };
};

/** The pizzas that customers order here; only who and what makes them is put there. */
const SERVED = new Set(['margherita', 'marinara']);
/** As many specialists of each as compete for an order. */
const CHEFS_EACH = 2;

const served = skillItems().filter(({ pk, specialty }) => specialty && SERVED.has(pk.replace('recipe#', '')));
const hired = served.filter(
  ({ pk }, position) => served.slice(0, position).filter((other) => other.pk === pk).length < CHEFS_EACH,
);
const hiredIds = new Set(hired.map(({ sk }) => `chef#${sk}`));
const USED = new Set([
  ...[...SERVED].flatMap((pizza) => Object.keys(recipes.pizzas[pizza] ?? {})),
  ...Object.values(recipes.sizes).map(({ dough }) => dough),
  'olives',
  // Of the pizza that no chef makes: its ingredients are there.
  ...Object.keys(recipes.pizzas.tartufo ?? {}),
]);

const fixed: readonly (readonly [held: string, item: Item])[] = [
  ['Menu', toItem({ ...MENU_KEY, ...menu })],
  ...wallets.map((wallet) => ['Wallet', toItem(wallet)] as const),
  ['Stock', toItem({ ...BILL_OF_MATERIALS_KEY, recipes })],
  ...hired.map((skill) => ['Chef', toItem(skill)] as const),
];

interface Given {
  readonly stock: Readonly<Record<string, number>>;
  readonly capacity: number;
}

type Seeded = readonly (readonly [held: string, item: Item])[];

const seedItems = ({ stock, capacity }: Given): Seeded => [
  ...fixed,
  ...stockItems(stock)
    .filter(({ ingredient }) => USED.has(ingredient))
    .map((shelf) => ['Stock', toItem(shelf)] as const),
  ...bookingItems()
    .filter(({ pk }) => hiredIds.has(pk))
    .map((bookings) => ['Chef', toItem({ ...bookings, capacity })] as const),
];

/** Of shelves that are full: most schedules have them. By capacity. */
const plenty = new Map<number, Seeded>();

/** Menu, wallets, stock and chefs. */
export const seedStage = (lab: SimulatedLab, { tables }: Stage, given: Given): void => {
  const isPlenty = Object.keys(given.stock).length === 0;
  const items = (isPlenty ? plenty.get(given.capacity) : undefined) ?? seedItems(given);
  if (isPlenty) plenty.set(given.capacity, items);
  for (const [held, item] of items) {
    lab.dynamodb.service.operations.PutItem({ TableName: tables.get(held), Item: item }, { name: 'user' });
  }
};

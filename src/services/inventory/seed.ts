import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { putAll } from '../../platform/put-all.ts';
import type { Shelf } from './allocate.ts';
import { recipes } from './recipes.ts';
import { BILL_OF_MATERIALS_KEY } from './stock.ts';

/** Enough for tens of thousands of pizzas. */
const PLENTY = { pieces: 100_000, grams: 10_000_000 };

interface StockItem extends Shelf {
  readonly ingredient: string;
}

/**
 * The whole stock, every shard of every ingredient. A total is spread unevenly, ever more from the first shard to
 * the last, so that scarce stock has empty shards, and larger holds must span several.
 *
 * @param totals ingredient → quantity over all its shards, in whole units; plenty of what is not named
 * @throws Error naming an ingredient that no recipe knows
 */
export const stockItems = (totals: Readonly<Record<string, number>> = {}): readonly StockItem[] => {
  for (const ingredient of Object.keys(totals)) {
    if (!Object.hasOwn(recipes.ingredients, ingredient))
      throw new Error(`there is no ingredient "${ingredient}"`);
  }
  return Object.entries(recipes.ingredients).flatMap(([ingredient, { unit, shards = 1 }]) => {
    const total = totals[ingredient] ?? (unit === undefined ? PLENTY.pieces : PLENTY.grams);
    return spread(total, shards).map((quantity, shard) => ({ ingredient, shard, quantity }));
  });
};

/** In proportion 1 : 2 : 3 …, to the last unit. */
const spread = (total: number, shards: number): readonly number[] => {
  const upTo = (shard: number): number => Math.floor((total * shard * (shard + 1)) / (shards * (shards + 1)));
  return Array.from({ length: shards }, (_, shard) => upTo(shard + 1) - upTo(shard));
};

/** Writes recipes and stock over whatever was there: for a stage without open orders. */
export const seedInventory = async (
  client: DynamoDBDocumentClient,
  { stockTable }: { readonly stockTable: string },
  totals?: Readonly<Record<string, number>>,
): Promise<void> =>
  putAll(client, stockTable, [{ ...BILL_OF_MATERIALS_KEY, recipes }, ...stockItems(totals)]);

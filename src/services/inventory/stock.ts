import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AlsoWrite } from '../../platform/row.ts';
import type { Counted, Holdings, Shelf } from './allocate.ts';
import type { BillOfMaterials } from './bill-of-materials.ts';

/** Where the bill of materials lies, among the ingredients. */
export const BILL_OF_MATERIALS_KEY = { ingredient: 'bill-of-materials', shard: 0 } as const;

/** What is in stock, and what is made of it. */
export interface Stock {
  /** Eventually consistent. */
  billOfMaterials(): Promise<BillOfMaterials>;
  /** Counts every shard of these ingredients, strongly consistent. */
  count(ingredients: readonly string[]): Promise<Counted>;
  /** The writes that take holdings out of stock; each is refused where too little is left. */
  take(holdings: Holdings): readonly AlsoWrite[];
  /** The writes that put holdings back. */
  giveBack(holdings: Holdings): readonly AlsoWrite[];
}

export const dynamoStock = (client: DynamoDBDocumentClient, tableName: string): Stock => {
  const shelves = async (ingredient: string): Promise<readonly Shelf[]> => {
    const { Items } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#ingredient = :ingredient',
        ExpressionAttributeNames: { '#ingredient': 'ingredient' },
        ExpressionAttributeValues: { ':ingredient': ingredient },
        ConsistentRead: true,
      }),
    );
    return (Items ?? []) as Shelf[];
  };
  return {
    billOfMaterials: async () => {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: BILL_OF_MATERIALS_KEY }),
      );
      if (Item === undefined)
        throw new Error('there is no bill of materials yet; npm run seed -- --stage <stage> writes it');
      return Item.recipes as BillOfMaterials;
    },
    count: async (ingredients) =>
      Object.fromEntries(
        await Promise.all(ingredients.map(async (each) => [each, await shelves(each)] as const)),
      ),
    take: (holdings) =>
      flat(holdings).map(({ quantity, ...key }) =>
        updateOf(tableName, key, quantity, {
          UpdateExpression: 'SET #quantity = #quantity - :quantity',
          ConditionExpression: '#quantity >= :quantity',
        }),
      ),
    giveBack: (holdings) =>
      flat(holdings).map(({ quantity, ...key }) =>
        updateOf(tableName, key, quantity, { UpdateExpression: 'SET #quantity = #quantity + :quantity' }),
      ),
  };
};

/** The ingredient that a write of `take` or `giveBack` moves. */
export const ingredientOf = ({ Update }: AlsoWrite): string => String(Update?.Key?.ingredient);

const flat = (holdings: Holdings): (Shelf & { ingredient: string })[] =>
  Object.entries(holdings).flatMap(([ingredient, shards]) =>
    Object.entries(shards).map(([shard, quantity]) => ({ ingredient, shard: Number(shard), quantity })),
  );

const updateOf = (
  tableName: string,
  key: { ingredient: string; shard: number },
  quantity: number,
  expressions: { UpdateExpression: string; ConditionExpression?: string },
): AlsoWrite => ({
  Update: {
    TableName: tableName,
    Key: key,
    ...expressions,
    ExpressionAttributeNames: { '#quantity': 'quantity' },
    ExpressionAttributeValues: { ':quantity': quantity },
  },
});

import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Menu } from './menu.ts';
import { MENU_KEY } from './menu-table.ts';

const sizes = (small: number) => ({ small, medium: small + 200, large: small + 400 });

/** Pence. A large margherita with extra cheese and olives is the workshop's 15.99. */
export const menu: Menu = {
  currency: 'GBP',
  pizzas: {
    margherita: sizes(899),
    marinara: sizes(799),
    'quattro-formaggi': sizes(1099),
    diavola: sizes(1049),
    capricciosa: sizes(1149),
    ortolana: sizes(999),
    'prosciutto-funghi': sizes(1099),
    bianca: sizes(949),
    tartufo: sizes(1599),
  },
  toppings: {
    'extra-cheese': 150,
    olives: 150,
    mushrooms: 120,
    onions: 80,
    peppers: 100,
    ham: 180,
    salami: 180,
    chili: 60,
    rocket: 100,
  },
};

export const seedMenu = async (client: DynamoDBDocumentClient, tableName: string): Promise<void> => {
  await client.send(new PutCommand({ TableName: tableName, Item: { ...MENU_KEY, ...menu } }));
};

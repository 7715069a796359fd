import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Menu } from './menu.ts';

/** The menu is one document. */
export const MENU_KEY = { menu: 'current' } as const;

/** Reads the menu. @throws Error saying how to seed it when there is none */
export const menuFrom = (client: DynamoDBDocumentClient, tableName: string) => async (): Promise<Menu> => {
  const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: MENU_KEY }));
  if (Item === undefined) throw new Error('there is no menu yet; npm run seed -- --stage <stage> writes it');
  return Item as unknown as Menu;
};

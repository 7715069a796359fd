import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

/** The customer's means of payment, as the provider's token; undefined when the customer has none. */
export type TokenOf = (customerId: string) => Promise<string | undefined>;

/** Item of the wallet table. */
export interface Wallet {
  readonly customerId: string;
  readonly token: string;
}

/** Eventually consistent: wallets hardly ever change, and an order is charged to the token its row has kept. */
export const walletsIn =
  (client: DynamoDBDocumentClient, tableName: string): TokenOf =>
  async (customerId) => {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { customerId } }));
    return (Item as Wallet | undefined)?.token;
  };

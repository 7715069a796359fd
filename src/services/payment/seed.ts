import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Wallet } from './wallets.ts';

/** Test customers, each named after what happens when they pay; Sandbox Pay's tokens steer it. */
export const wallets: readonly Wallet[] = [
  { customerId: 'cust-789', token: 'tok_approved' },
  { customerId: 'cust-declined', token: 'tok_declined' },
  { customerId: 'cust-insufficient-funds', token: 'tok_insufficient_funds' },
  { customerId: 'cust-answer-lost', token: 'tok_answer_lost' },
  { customerId: 'cust-late-5', token: 'tok_late_5' },
  { customerId: 'cust-late-45', token: 'tok_late_45' },
];

export const seedWallets = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  items: readonly Wallet[] = wallets,
): Promise<void> => {
  await Promise.all(items.map((Item) => client.send(new PutCommand({ TableName: tableName, Item }))));
};

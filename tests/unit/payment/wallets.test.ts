import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from '@jest/globals';
import { seedWallets } from '../../../src/services/payment/seed.ts';
import { walletsIn } from '../../../src/services/payment/wallets.ts';

/** A wallet table that knows put and get. */
const given = () => {
  const items = new Map<unknown, object | undefined>();
  const send = async (command: unknown) => {
    if (command instanceof PutCommand) items.set(command.input.Item?.customerId, command.input.Item);
    return command instanceof GetCommand ? { Item: items.get(command.input.Key?.customerId) } : {};
  };
  return { send } as unknown as DynamoDBDocumentClient;
};

it('finds the tokens of the test customers, and none for a stranger', async () => {
  const client = given();
  await seedWallets(client, 'Wallets');
  const tokenOf = walletsIn(client, 'Wallets');
  expect(await tokenOf('cust-789')).toBe('tok_approved');
  expect(await tokenOf('cust-late-45')).toBe('tok_late_45');
  expect(await tokenOf('cust-nobody')).toBeUndefined();
});

it('is seeded with other wallets on demand', async () => {
  const client = given();
  await seedWallets(client, 'Wallets', [{ customerId: 'cust-789', token: 'tok_declined' }]);
  expect(await walletsIn(client, 'Wallets')('cust-789')).toBe('tok_declined');
  expect(await walletsIn(client, 'Wallets')('cust-declined')).toBeUndefined();
});

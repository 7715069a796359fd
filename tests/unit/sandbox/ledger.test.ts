import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoLedger, type Entry } from '../../../src/sandbox/ledger.ts';

const entry: Entry = {
  key: 'pay-1',
  kind: 'charge',
  amount: 1599,
  currency: 'GBP',
  token: 'tok_approved',
  transactionId: 'txn-pay-1',
  createdAt: 1,
};

const given = (answer: () => object) => {
  const sent: unknown[] = [];
  const client = {
    send: async (command: unknown) => {
      sent.push(command);
      return answer();
    },
  } as unknown as DynamoDBDocumentClient;
  return { sent, ledger: dynamoLedger(client, 'Ledger') };
};

const refusedBecauseOf = (standing: Entry) => () => {
  throw new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    Item: marshall(standing),
  });
};

describe('the ledger in DynamoDB', () => {
  it('enters an entry under a free key: `key` is a reserved word and needs an alias', async () => {
    const { ledger, sent } = given(() => ({}));
    expect(await ledger.enter(entry)).toBe(entry);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toBeInstanceOf(PutCommand);
    expect(sent[0]).toMatchObject({
      input: {
        Item: entry,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': 'key' },
      },
    });
  });

  it('answers what stands under a key that is taken, from the failed condition', async () => {
    const standing = { ...entry, createdAt: 0 };
    expect(await given(refusedBecauseOf(standing)).ledger.enter(entry)).toEqual(standing);
  });

  it('lets any other error pass', async () => {
    const { ledger } = given(() => {
      throw new Error('ProvisionedThroughputExceeded');
    });
    await expect(ledger.enter(entry)).rejects.toThrow('ProvisionedThroughputExceeded');
  });

  it('reads consistently', async () => {
    const { ledger, sent } = given(() => ({ Item: entry }));
    expect(await ledger.read('pay-1')).toEqual(entry);
    expect(sent[0]).toBeInstanceOf(GetCommand);
    expect(sent[0]).toMatchObject({ input: { Key: { key: 'pay-1' }, ConsistentRead: true } });
  });
});

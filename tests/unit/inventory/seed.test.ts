import type { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { putAll } from '../../../src/platform/put-all.ts';
import { stockItems } from '../../../src/services/inventory/seed.ts';

const of = (ingredient: string, totals?: Record<string, number>) =>
  stockItems(totals)
    .filter((item) => item.ingredient === ingredient)
    .map(({ quantity }) => quantity);

describe('stockItems', () => {
  it('spreads a total unevenly, to the last unit, over all the shards', () => {
    expect(of('mozzarella', { mozzarella: 3000 })).toEqual([83, 167, 250, 333, 417, 500, 583, 667]);
    expect(of('dough-large', { 'dough-large': 1 })).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(of('basil', { basil: 7 })).toEqual([7]);
  });

  it('has plenty of what is not named', () => {
    expect(Math.min(...stockItems().map(({ quantity }) => quantity))).toBeGreaterThan(2_000);
  });

  it('refuses an ingredient that no recipe knows', () => {
    expect(() => stockItems({ pineapple: 1 })).toThrow('pineapple');
  });
});

describe('putAll', () => {
  const items = Array.from({ length: 60 }, (_, id) => ({ id }));

  /** A table that leaves the last `leaves` items of each batch unprocessed. */
  const table = (leaves: (batch: number) => number) => {
    const written: unknown[] = [];
    const sizes: number[] = [];
    const client = {
      send: async ({ input }: BatchWriteCommand) => {
        const requests = input.RequestItems?.Table ?? [];
        const done = requests.length - leaves(sizes.length);
        sizes.push(requests.length);
        written.push(...requests.slice(0, done).map(({ PutRequest }) => PutRequest?.Item));
        return { UnprocessedItems: done < requests.length ? { Table: requests.slice(done) } : {} };
      },
    } as unknown as DynamoDBDocumentClient;
    return { client, written, sizes };
  };

  it('writes 25 items at a time', async () => {
    const { client, written, sizes } = table(() => 0);
    await putAll(client, 'Table', items);
    expect({ written, sizes }).toEqual({ written: items, sizes: [25, 25, 10] });
  });

  it('writes again what was left unprocessed, after a pause', async () => {
    const pauses: number[] = [];
    const { client, written, sizes } = table((batch) => (batch < 2 ? 5 - batch : 0));
    await putAll(client, 'Table', items, async (ms) => pauses.push(ms));
    expect(written).toHaveLength(60);
    expect(sizes).toEqual([25, 5, 4, 25, 10]);
    expect(pauses).toEqual([100, 200]);
  });

  it('gives up on a table that takes nothing', async () => {
    const { client } = table(() => 25);
    await expect(putAll(client, 'Table', items.slice(0, 25), async () => {})).rejects.toThrow('25 items');
  });
});

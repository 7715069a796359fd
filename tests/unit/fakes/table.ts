import {
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import type { AlsoWrite } from '../../../src/platform/row.ts';
import type { Transact } from './rows.ts';

type Item = Record<string, unknown>;

/** One table in memory behind the SDK's client: reads, seeding, and the counters that transactions move. */
export const memoryTable = (
  partitionKey: string,
  sortKey: string,
): { client: DynamoDBDocumentClient; transact: Transact; items(): readonly Item[] } => {
  const items = new Map<string, Item>();
  const keyOf = (item: Item = {}): string => JSON.stringify([item[partitionKey], item[sortKey]]);
  const get = (key: Item | undefined): Item[] => {
    const item = items.get(keyOf(key));
    return item === undefined ? [] : [{ ...item }];
  };
  const answer = (command: unknown): object => {
    if (command instanceof GetCommand) return { Item: get(command.input.Key)[0] };
    if (command instanceof QueryCommand) {
      const [partition] = Object.values(command.input.ExpressionAttributeValues ?? {});
      return { Items: [...items.values()].filter((item) => item[partitionKey] === partition) };
    }
    if (command instanceof BatchGetCommand) {
      const requests = Object.entries(command.input.RequestItems ?? {});
      return {
        Responses: Object.fromEntries(requests.map(([name, { Keys }]) => [name, Keys?.flatMap(get)])),
      };
    }
    if (command instanceof BatchWriteCommand) {
      const requests = Object.values(command.input.RequestItems ?? {}).flat();
      for (const { PutRequest } of requests) items.set(keyOf(PutRequest?.Item), { ...PutRequest?.Item });
      return {};
    }
    throw new Error('not a command of this table');
  };
  return {
    client: { send: async (command: unknown) => answer(command) } as unknown as DynamoDBDocumentClient,
    transact: (also) => {
      const changed = also.map((write) => updated(items.get(keyOf(write.Update?.Key)), write));
      const refused = changed.flatMap((item, position) => (item === undefined ? [position] : []));
      if (refused.length === 0) for (const item of changed) items.set(keyOf(item), item ?? {});
      return refused;
    },
    items: () => [...items.values()],
  };
};

/** Understands `SET #a = #a ± :n` and `#a >= :n`, `#a < #b`; undefined when the condition refuses. */
const updated = (item: Item | undefined, { Update }: AlsoWrite): Item | undefined => {
  const { UpdateExpression = '', ConditionExpression } = Update ?? {};
  const name = (alias: string): string => Update?.ExpressionAttributeNames?.[alias] ?? '';
  const number = (operand: string): number =>
    Number(operand.startsWith('#') ? item?.[name(operand)] : Update?.ExpressionAttributeValues?.[operand]);
  const [left = '', comparator, right = ''] = ConditionExpression?.split(' ') ?? [];
  if (comparator === '>=' && !(number(left) >= number(right))) return undefined;
  if (comparator === '<' && !(number(left) < number(right))) return undefined;
  const [, target = '', , , sign, operand = ''] = UpdateExpression.split(' ');
  const by = number(operand) * (sign === '-' ? -1 : 1);
  return { ...item, [name(target)]: number(target) + by };
};

import type { CreateOperation, Database } from '../database.ts';
import { resourceNotFound, validation } from '../errors.ts';
import { require } from '../parameters.ts';
import type { Table } from '../table.ts';

const MAX_TAGS = 50;

interface Input {
  readonly ResourceArn: string;
}

interface TagInput extends Input {
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

interface UntagInput extends Input {
  readonly TagKeys: readonly string[];
}

const findByArn = ({ tables }: Database, arn: string): Table => {
  const table = [...tables.values()].find((each) => each.arn === arn);
  if (table !== undefined) return table;
  throw resourceNotFound(`Requested resource not found: ResourcArn: ${arn} not found`);
};

export const tagResource: CreateOperation = (database) => (input: TagInput) => {
  require(input, 'ResourceArn', 'Tags');
  const table = findByArn(database, input.ResourceArn);
  const added = Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value]));
  const tags = { ...table.schema.tags, ...added };
  if (Object.keys(tags).length > MAX_TAGS)
    throw validation('Number of Tags exceed the current limit for the provided ResourceArn');
  table.update({ ...table.schema, tags });
  return {};
};

export const untagResource: CreateOperation = (database) => (input: UntagInput) => {
  require(input, 'ResourceArn', 'TagKeys');
  const table = findByArn(database, input.ResourceArn);
  const kept = Object.entries(table.schema.tags).filter(([key]) => !input.TagKeys.includes(key));
  table.update({ ...table.schema, tags: Object.fromEntries(kept) });
  return {};
};

/** All tags are one page. */
export const listTagsOfResource: CreateOperation = (database) => (input: Input) => {
  require(input, 'ResourceArn');
  const { tags } = findByArn(database, input.ResourceArn).schema;
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

import { comparePositions, firstIndex, type Slot } from '../collection.ts';
import { type CreateOperation, findTable } from '../database.ts';
import { validation } from '../errors.ts';
import type { Condition } from '../expressions/ast.ts';
import { attributesOf } from '../expressions/attributes-of.ts';
import { type KeyCondition, readKeyCondition } from '../expressions/key-condition.ts';
import { readExpressions } from '../expressions/request.ts';
import { encodeKeyValue } from '../key.ts';
import { type KeySchema, keyAttributes } from '../key-schema.ts';
import { checkCommon, require, requireRange } from '../parameters.ts';
import { answerPage, type PageInput } from '../read/answer.ts';
import { readPage } from '../read/page.ts';
import { type Bounds, boundsOf } from '../read/range.ts';
import { readSelection } from '../read/selection.ts';
import { findSource, type Source } from '../read/source.ts';

interface Input extends PageInput {
  readonly ScanIndexForward?: boolean;
}

const refuseKeysInFilter = (filter: Condition, key: KeySchema): void => {
  const names = attributesOf(filter);
  const primary = keyAttributes(key).find(({ name }) => names.has(name));
  if (primary === undefined) return;
  throw validation(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${primary.name}`,
  );
};

function* walk(slots: readonly Slot[], [from, to]: Bounds, isForward: boolean): Generator<Slot> {
  if (isForward) for (let i = from; i < to; i++) yield slots[i] as Slot;
  else for (let i = to - 1; i >= from; i--) yield slots[i] as Slot;
}

/** The slots that fit the condition and come after the start, in the order of the query. */
const slotsOf = (source: Source, { hash, range }: KeyCondition, input: Input): Iterable<Slot> => {
  const partition = encodeKeyValue(hash);
  const slots = source.entries.partition(partition);
  const isForward = input.ScanIndexForward ?? true;
  let [from, to]: Bounds = boundsOf(slots, range);
  if (input.ExclusiveStartKey !== undefined) {
    const start = source.readStartKey(input.ExclusiveStartKey);
    if (start.hash !== partition) {
      throw validation('The provided starting key is outside query boundaries based on provided conditions');
    }
    if (isForward)
      from = Math.max(
        from,
        firstIndex(slots, (slot) => comparePositions(slot, start) > 0),
      );
    else
      to = Math.min(
        to,
        firstIndex(slots, (slot) => comparePositions(slot, start) >= 0),
      );
  }
  return walk(slots, [from, to], isForward);
};

export const query: CreateOperation = (database) => (input: Input, caller) => {
  checkCommon(input);
  require(input, 'TableName');
  requireRange(input, 'Limit', 1);
  const expressions = readExpressions(input, [
    'ProjectionExpression',
    'FilterExpression',
    'KeyConditionExpression',
  ]);
  const { keyCondition, filter, projection, values } = expressions;
  if (keyCondition === undefined) {
    throw validation(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const table = findTable(database, input.TableName);
  const source = findSource(table, input.IndexName, input.ConsistentRead ?? false);
  const selection = readSelection(source, input, projection);
  const condition = readKeyCondition(keyCondition, source.key, values);
  if (filter !== undefined) refuseKeysInFilter(filter, source.key);
  const page = readPage(slotsOf(source, condition, input), { limit: input.Limit, filter, values });
  return answerPage(database, source, page, selection, input, caller);
};

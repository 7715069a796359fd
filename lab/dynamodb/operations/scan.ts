import {
  type Collection,
  comparePositions,
  compareScattered,
  firstIndex,
  type Slot,
  scatter,
} from '../collection.ts';
import { type CreateOperation, findTable } from '../database.ts';
import { validation } from '../errors.ts';
import { readExpressions } from '../expressions/request.ts';
import type { Position } from '../key.ts';
import { checkCommon, constraintError, require, requireRange } from '../parameters.ts';
import { answerPage, type PageInput } from '../read/answer.ts';
import { readPage } from '../read/page.ts';
import { readSelection } from '../read/selection.ts';
import { findSource } from '../read/source.ts';

interface Input extends PageInput {
  readonly Segment?: number;
  readonly TotalSegments?: number;
}

const MAX_SEGMENTS = 1_000_000;

const checkSegments = (input: Input): void => {
  requireRange(input, 'Limit', 1);
  requireRange(input, 'TotalSegments', 1, MAX_SEGMENTS);
  requireRange(input, 'Segment', 0, MAX_SEGMENTS - 1);
  const { Segment: segment, TotalSegments: total } = input;
  if ((segment === undefined) !== (total === undefined)) {
    const [missing, given] =
      segment === undefined ? ['Segment', 'TotalSegments'] : ['TotalSegments', 'Segment'];
    throw validation(
      `The ${missing} parameter is required but was not present in the request when ${given} parameter is present`,
    );
  }
  if (segment !== undefined && total !== undefined && segment >= total) {
    throw constraintError(`'${segment}'`, 'Segment', `Member must be less than TotalSegments ${total}`);
  }
};

/** All slots of a segment after the start, in scan order. */
function* slotsOf(
  entries: Collection,
  start: Position | undefined,
  isInSegment: (hash: string) => boolean,
): Generator<Slot> {
  for (const hash of entries.partitions()) {
    const order = start === undefined ? 1 : compareScattered(hash, start.hash);
    if (order < 0 || !isInSegment(hash)) continue;
    const slots = entries.partition(hash);
    const from = order === 0 && start ? firstIndex(slots, (slot) => comparePositions(slot, start) > 0) : 0;
    for (let i = from; i < slots.length; i++) yield slots[i] as Slot;
  }
}

export const scan: CreateOperation = (database) => (input: Input, caller) => {
  checkCommon(input);
  require(input, 'TableName');
  checkSegments(input);
  const { filter, projection, values } = readExpressions(input, ['ProjectionExpression', 'FilterExpression']);
  const table = findTable(database, input.TableName);
  const source = findSource(table, input.IndexName, input.ConsistentRead ?? false);
  const selection = readSelection(source, input, projection);
  const start =
    input.ExclusiveStartKey === undefined ? undefined : source.readStartKey(input.ExclusiveStartKey);
  const { Segment: segment = 0, TotalSegments: total = 1 } = input;
  const slots = slotsOf(source.entries, start, (hash) => scatter(hash) % total === segment);
  const page = readPage(slots, { limit: input.Limit, filter, values });
  return answerPage(database, source, page, selection, input, caller);
};

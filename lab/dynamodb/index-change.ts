import { isDeepStrictEqual } from 'node:util';
import type { IndexSchema } from './table-schema.ts';

/**
 * Checks what an update of AWS::DynamoDB::Table does to its global secondary indexes, as CloudFormation does: one comes
 * or goes in an update, and none changes. Throws an Error in CloudFormation's words.
 */
export const checkIndexChange = (before: readonly IndexSchema[], after: readonly IndexSchema[]): void => {
  const was = new Map(before.map((index) => [index.name, index]));
  const is = new Map(after.map((index) => [index.name, index]));
  const changed = after.some(
    (index) => was.has(index.name) && !isDeepStrictEqual(was.get(index.name), index),
  );
  if (changed) {
    throw new Error(
      "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. " +
        'You can create a new GSI with a different name.',
    );
  }
  const added = after.filter(({ name }) => !was.has(name)).length;
  const removed = before.filter(({ name }) => !is.has(name)).length;
  if (added + removed > 1)
    throw new Error('Cannot perform more than one GSI creation or deletion in a single update');
};

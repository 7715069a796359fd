import type { InvokeResult } from '../../kernel/ports.ts';

/** What became of a batch: the ids of its failed records, none when it succeeded, or all of it. */
export type BatchOutcome = { readonly failed: ReadonlySet<string> } | 'all failed';

const SUCCESS: BatchOutcome = { failed: new Set() };

/**
 * Reads a function's answer to a batch. Nothing, an empty object and an empty or null list are success; a
 * list the records of which cannot be told is the failure of all.
 * Source: Lambda developer guide, "Configuring partial batch response".
 */
export const batchOutcome = (
  result: InvokeResult,
  ids: readonly string[],
  reportsFailures: boolean,
): BatchOutcome => {
  if (result.functionError) return 'all failed';
  if (!reportsFailures) return SUCCESS;
  const answer = result.payload;
  if (answer === null || answer === undefined || answer === '') return SUCCESS;
  if (typeof answer !== 'object' || Array.isArray(answer)) return 'all failed';
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all failed';
  const failed = new Set(
    failures.map((failure) => (failure as { itemIdentifier?: unknown })?.itemIdentifier),
  );
  const known = new Set<unknown>(ids);
  return [...failed].every((id) => known.has(id)) ? { failed: failed as Set<string> } : 'all failed';
};

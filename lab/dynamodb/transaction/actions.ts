import { type Database, findTable } from '../database.ts';
import { validation } from '../errors.ts';
import type { Table } from '../table.ts';
import { conditionCheck } from '../write/condition-check.ts';
import { deletion } from '../write/delete.ts';
import { put } from '../write/put.ts';
import { update } from '../write/update.ts';
import { readWriteRequest, type WriteInput, type WriteKind, type WriteRequest } from '../write/write.ts';

const KINDS = {
  ConditionCheck: conditionCheck,
  Put: put,
  Delete: deletion,
  Update: update,
} as const satisfies Record<string, WriteKind>;

/** A member of TransactItems. */
export type TransactWriteItem = Readonly<Partial<Record<keyof typeof KINDS, WriteInput>>>;

export interface Action {
  readonly table: Table;
  readonly kind: WriteKind;
  readonly request: WriteRequest;
}

/**
 * Reads an action as far as its item does not matter. What is wrong up to here refuses the request as a whole;
 * later faults are reasons to cancel.
 */
export const readAction = (database: Database, item: TransactWriteItem): Action => {
  const given = Object.entries(item).filter(([, input]) => input !== undefined);
  const [[name, input] = []] = given;
  if (given.length !== 1 || name === undefined || input === undefined || !Object.hasOwn(KINDS, name)) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const kind = KINDS[name as keyof typeof KINDS];
  if (kind === conditionCheck && input.ConditionExpression === undefined) {
    throw validation('The expression can not be empty;');
  }
  return { kind, request: readWriteRequest(kind, input), table: findTable(database, input.TableName) };
};

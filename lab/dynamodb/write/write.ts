import type { Item } from '../attribute-value.ts';
import type { Slot } from '../collection.ts';
import type { Condition } from '../expressions/ast.ts';
import type { ExpressionKind, Values } from '../expressions/cursor.ts';
import { evaluateCondition } from '../expressions/evaluate-condition.ts';
import { type ExpressionInput, type Expressions, readExpressions } from '../expressions/request.ts';
import type { Position } from '../key.ts';
import { checkCommon, require, requireOneOf } from '../parameters.ts';
import { readItem } from '../read-value.ts';
import type { Sized } from '../secondary-index.ts';
import type { Table } from '../table.ts';

/** Bytes. Source: Developer Guide, "Quotas", item size. */
export const MAX_ITEM = 400 * 1024;

/** A write to one item, understood, but not yet tried. */
export interface Write {
  readonly table: Table;
  readonly position: Position;
  readonly condition: Condition | undefined;
  readonly values: Values;
  /** What the item becomes; undefined deletes it. Throws ValidationException when that cannot be. */
  readonly next: (before: Sized | undefined) => Sized | undefined;
}

/** Put, Update, Delete and ConditionCheck: what they have as requests of their own and within a transaction. */
export interface WriteKind {
  /** The member that says which item is meant. */
  readonly subject: 'Item' | 'Key';
  readonly expressions: readonly ExpressionKind[];
  /** Throws ValidationException when the item or key does not fit the table. */
  prepare(table: Table, subject: Item, expressions: Expressions): Write;
}

export interface WriteInput extends ExpressionInput {
  readonly TableName: string;
  readonly Item?: unknown;
  readonly Key?: unknown;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}

/** A request as far as it can be understood without its table. */
export interface WriteRequest {
  readonly subject: Item;
  readonly expressions: Expressions;
  readonly returnsItemOnFailure: boolean;
}

/** Throws ValidationException or SerializationException. */
export const readWriteRequest = (kind: WriteKind, input: WriteInput): WriteRequest => {
  checkCommon(input);
  require(input, 'TableName', kind.subject);
  requireOneOf(input, 'ReturnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE']);
  return {
    expressions: readExpressions(input, kind.expressions),
    subject: readItem(input[kind.subject]),
    returnsItemOnFailure: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
};

/** What came of trying a write; nothing is written yet. */
export interface Attempt {
  readonly slot: Slot | undefined;
  readonly before: Sized | undefined;
  readonly after: Sized | undefined;
  /** False when the condition did not hold. */
  readonly holds: boolean;
}

/** Throws ValidationException when the item does not let itself be written like that. */
export const attempt = ({ table, position, condition, values, next }: Write): Attempt => {
  const slot = table.items.find(position);
  const before = slot?.item && { item: slot.item, size: slot.size };
  const holds = condition === undefined || evaluateCondition(condition, before?.item, values);
  return { slot, before, after: holds ? next(before) : before, holds };
};

/**
 * Expressions as parsed, placeholders of names already replaced. Source of the grammar: Developer Guide,
 * "Condition and filter expressions, operators, and functions" and "Update expressions".
 */

/** Names and list indexes from an item down to a value; the first is an attribute's name. */
export type Path = readonly [string, ...(string | number)[]];

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface PathOperand {
  readonly kind: 'path';
  readonly path: Path;
}

/** A `:name` of ExpressionAttributeValues. */
export interface ValueOperand {
  readonly kind: 'value';
  readonly name: string;
}

export type Operand =
  | PathOperand
  | ValueOperand
  | { readonly kind: 'size'; readonly operand: PathOperand | ValueOperand };

export type Condition =
  | {
      readonly kind: 'compare';
      readonly operator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: 'attribute_exists'; readonly path: Path }
  | { readonly kind: 'attribute_not_exists'; readonly path: Path }
  | { readonly kind: 'attribute_type'; readonly path: Path; readonly type: Operand }
  | { readonly kind: 'begins_with'; readonly operand: Operand; readonly prefix: Operand }
  | { readonly kind: 'contains'; readonly operand: Operand; readonly member: Operand }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition };

/** What SET assigns. */
export type UpdateValue =
  | PathOperand
  | ValueOperand
  | { readonly kind: 'plus' | 'minus'; readonly left: UpdateValue; readonly right: UpdateValue }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: UpdateValue }
  | { readonly kind: 'list_append'; readonly left: UpdateValue; readonly right: UpdateValue };

export interface SetClause {
  readonly path: Path;
  readonly value: UpdateValue;
}

/** ADD and DELETE take a value as it stands. */
export interface OperandClause {
  readonly path: Path;
  readonly operand: ValueOperand;
}

export interface Update {
  readonly set: readonly SetClause[];
  readonly remove: readonly Path[];
  readonly add: readonly OperandClause[];
  readonly delete: readonly OperandClause[];
  /** Every path written to. */
  readonly paths: readonly Path[];
  /** The attributes those paths begin with, each once. */
  readonly attributes: readonly string[];
}

import type { AttributeType } from '../attribute-value.ts';
import type { Comparator, Condition, Operand } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { isFunctionCall, parseFunction, parseSize } from './functions.ts';
import { checkBounds, checkType, parsePlainOperand, refuseSameOperand } from './operand.ts';

const COMPARATORS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='] satisfies Comparator[];
const ORDERED: readonly AttributeType[] = ['S', 'N', 'B'];
/** Source: Developer Guide, "Condition and filter expressions": up to 100 values, separated by commas. */
const MAX_CANDIDATES = 100;

const parseOperand = (cursor: Cursor): Operand =>
  isFunctionCall(cursor) ? parseSize(cursor) : parsePlainOperand(cursor);

const parseComparison = (cursor: Cursor, left: Operand): Condition => {
  const operator = cursor.next().text as Comparator;
  const right = parseOperand(cursor);
  refuseSameOperand(cursor, operator, left, [right]);
  if (operator !== '=' && operator !== '<>') {
    for (const operand of [left, right]) checkType(cursor, operator, operand, ORDERED);
  }
  return { kind: 'compare', operator, left, right };
};

const parseBetween = (cursor: Cursor, operand: Operand): Condition => {
  const low = parseOperand(cursor);
  cursor.expect('AND');
  const high = parseOperand(cursor);
  refuseSameOperand(cursor, 'BETWEEN', operand, [low, high]);
  for (const each of [operand, low, high]) checkType(cursor, 'BETWEEN', each, ORDERED);
  checkBounds(cursor, low, high);
  return { kind: 'between', operand, low, high };
};

const parseIn = (cursor: Cursor, operand: Operand): Condition => {
  cursor.expect('(');
  const candidates: Operand[] = [];
  do candidates.push(parseOperand(cursor));
  while (cursor.accept(','));
  cursor.expect(')');
  if (candidates.length > MAX_CANDIDATES) {
    throw cursor.invalid(
      'Incorrect number of operands for operator or function; ' +
        `operator or function: IN, number of operands: ${candidates.length}`,
    );
  }
  refuseSameOperand(cursor, 'IN', operand, candidates);
  return { kind: 'in', operand, candidates };
};

const parsePredicate = (cursor: Cursor): Condition => {
  if (isFunctionCall(cursor) && cursor.peek().text !== 'size') return parseFunction(cursor, parseOperand);
  const operand = parseOperand(cursor);
  if (COMPARATORS.includes(cursor.peek().text)) return parseComparison(cursor, operand);
  if (cursor.accept('BETWEEN')) return parseBetween(cursor, operand);
  if (cursor.accept('IN')) return parseIn(cursor, operand);
  if (operand.kind === 'size') {
    throw cursor.invalid('The function is not allowed to be used this way in an expression; function: size');
  }
  throw cursor.syntaxError();
};

/** Parses AND, OR, NOT and parentheses around the predicates, up to where no condition continues. */
export const parseCondition = (cursor: Cursor): Condition => {
  const parenthesised = new Set<Condition>();

  const parsePrimary = (): Condition => {
    if (!cursor.accept('(')) return parsePredicate(cursor);
    const condition = parseOr();
    cursor.expect(')');
    if (parenthesised.has(condition)) throw cursor.invalid('The expression has redundant parentheses;');
    parenthesised.add(condition);
    return condition;
  };

  const parseNot = (): Condition =>
    cursor.accept('NOT') ? { kind: 'not', condition: parseNot() } : parsePrimary();

  const parseAnd = (): Condition => {
    let left = parseNot();
    while (cursor.accept('AND')) left = { kind: 'and', left, right: parseNot() };
    return left;
  };

  const parseOr = (): Condition => {
    let left = parseAnd();
    while (cursor.accept('OR')) left = { kind: 'or', left, right: parseAnd() };
    return left;
  };

  return parseOr();
};

import type { AwsError } from '../../kernel/aws-error.ts';
import type { AttributeType } from '../attribute-value.ts';
import type { Condition, Operand, Path, UpdateValue } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { checkType, parsePlainOperand, refuseSameOperand } from './operand.ts';

const CONDITION_FUNCTIONS: readonly string[] = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
] satisfies Condition['kind'][];
const UPDATE_FUNCTIONS: readonly string[] = ['if_not_exists', 'list_append'] satisfies UpdateValue['kind'][];

const TYPES: readonly string[] = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];
const TEXTS: readonly AttributeType[] = ['S', 'B'];
const SIZED: readonly AttributeType[] = ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'];
const CONTAINERS: readonly AttributeType[] = ['S', 'B', 'SS', 'NS', 'BS', 'L'];

export const isFunctionCall = (cursor: Cursor): boolean =>
  cursor.peek().kind === 'name' && cursor.peek(1).text === '(';

/** The refusal of a function where it does not belong. */
export const misplaced = (cursor: Cursor, name: string): AwsError => {
  const isOfConditions = name === 'size' || CONDITION_FUNCTIONS.includes(name);
  const isOfUpdates = UPDATE_FUNCTIONS.includes(name);
  if (!isOfConditions && !isOfUpdates) return cursor.invalid(`Invalid function name; function: ${name}`);
  const isWrongKind = isOfUpdates !== (cursor.kind === 'UpdateExpression');
  if (isWrongKind) {
    const kind = isOfUpdates ? 'a condition' : 'an update';
    return cursor.invalid(`The function is not allowed in ${kind} expression; function: ${name}`);
  }
  return cursor.invalid(
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  );
};

/** The arguments of a call, `count` of them. The cursor stands at the function's name. */
export const parseArguments = <T>(cursor: Cursor, count: number, parse: (cursor: Cursor) => T): T[] => {
  const name = cursor.next().text;
  cursor.expect('(');
  const given: T[] = [];
  do given.push(parse(cursor));
  while (cursor.accept(','));
  cursor.expect(')');
  if (given.length === count) return given;
  throw cursor.invalid(
    'Incorrect number of operands for operator or function; ' +
      `operator or function: ${name}, number of operands: ${given.length}`,
  );
};

const requirePath = (cursor: Cursor, name: string, operand: Operand | undefined): Path => {
  if (operand?.kind === 'path') return operand.path;
  throw cursor.invalid(`Operator or function requires a document path; operator or function: ${name}`);
};

/** `size(path)`; AWS takes a value, too. */
export const parseSize = (cursor: Cursor): Operand => {
  const { text } = cursor.peek();
  if (text !== 'size') throw misplaced(cursor, text);
  const [operand] = parseArguments(cursor, 1, (inner) => {
    if (isFunctionCall(inner)) throw misplaced(inner, inner.peek().text);
    return parsePlainOperand(inner);
  });
  if (operand === undefined) throw cursor.syntaxError();
  checkType(cursor, 'size', operand, SIZED);
  return { kind: 'size', operand };
};

const checkTypeName = (cursor: Cursor, operand: Operand): void => {
  checkType(cursor, 'attribute_type', operand, ['S']);
  if (operand.kind !== 'value') return;
  cursor.checks.push((values) => {
    const value = values[operand.name];
    if (value === undefined || !('S' in value) || TYPES.includes(value.S)) return;
    throw cursor.invalid(
      `Invalid attribute type name found; type: ${value.S}, valid types: {${TYPES.join(',')}}`,
    );
  });
};

/** A function that is a condition by itself. */
export const parseFunction = (cursor: Cursor, parseOperand: (cursor: Cursor) => Operand): Condition => {
  const name = cursor.peek().text;
  if (!CONDITION_FUNCTIONS.includes(name)) throw misplaced(cursor, name);
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    const [operand] = parseArguments(cursor, 1, parseOperand);
    return { kind: name, path: requirePath(cursor, name, operand) };
  }
  const [first, second] = parseArguments(cursor, 2, parseOperand);
  if (first === undefined || second === undefined) throw cursor.syntaxError();
  if (name === 'attribute_type') {
    checkTypeName(cursor, second);
    return { kind: name, path: requirePath(cursor, name, first), type: second };
  }
  refuseSameOperand(cursor, name, first, [second]);
  if (name === 'begins_with') {
    for (const operand of [first, second]) checkType(cursor, name, operand, TEXTS);
    return { kind: name, operand: first, prefix: second };
  }
  checkType(cursor, 'contains', first, CONTAINERS);
  return { kind: 'contains', operand: first, member: second };
};

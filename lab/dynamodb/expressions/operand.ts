import { type AttributeType, type AttributeValue, typeOf } from '../attribute-value.ts';
import { compareValues } from '../compare-values.ts';
import type { Operand, PathOperand, UpdateValue, ValueOperand } from './ast.ts';
import type { Cursor, Values } from './cursor.ts';
import { formatPath, parsePath } from './path.ts';

/** `path` or `:value` */
export const parsePlainOperand = (cursor: Cursor): PathOperand | ValueOperand =>
  cursor.peek().kind === 'value' ? parseValue(cursor) : { kind: 'path', path: parsePath(cursor) };

export const parseValue = (cursor: Cursor): ValueOperand => {
  if (cursor.peek().kind !== 'value') throw cursor.syntaxError();
  const name = cursor.next().text;
  cursor.usedValues.add(name);
  return { kind: 'value', name };
};

/** The value of that name. Every used name has been found defined before anything is evaluated. */
export const boundValue = (values: Values, name: string): AttributeValue => values[name] as AttributeValue;

/** The operand's type as far as it is known without an item. */
const staticType = (operand: Operand | UpdateValue, values: Values): AttributeType | undefined => {
  if (operand.kind === 'value') return typeOf(boundValue(values, operand.name));
  if (operand.kind === 'size' || operand.kind === 'plus' || operand.kind === 'minus') return 'N';
  return operand.kind === 'list_append' ? 'L' : undefined;
};

/** Leaves a check that the operand, where its type is known from the request alone, has one of these types. */
export const checkType = (
  cursor: Cursor,
  operator: string,
  operand: Operand | UpdateValue,
  allowed: readonly AttributeType[],
): void => {
  cursor.checks.push((values) => {
    const type = staticType(operand, values);
    if (type === undefined || allowed.includes(type)) return;
    throw cursor.invalid(
      `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
    );
  });
};

const isSamePath = (first: Operand, other: Operand): boolean =>
  first.kind === 'path' && other.kind === 'path' && formatPath(first.path) === formatPath(other.path);

/** `a = a` says nothing, and AWS refuses it. */
export const refuseSameOperand = (
  cursor: Cursor,
  operator: string,
  first: Operand,
  others: readonly Operand[],
): void => {
  if (first.kind !== 'path' || !others.some((other) => isSamePath(first, other))) return;
  throw cursor.invalid(
    'The first operand must be distinct from the remaining operands for this operator or function; ' +
      `operator: ${operator}, first operand: ${formatPath(first.path)}`,
  );
};

const describeValue = (value: AttributeValue): string => {
  const [[type, content] = []] = Object.entries(value);
  return `AttributeValue: {${type}:${String(content)}}`;
};

/** Leaves a check that the bounds of BETWEEN, where both come with the request, have one type and stand in order. */
export const checkBounds = (cursor: Cursor, low: Operand, high: Operand): void => {
  if (low.kind !== 'value' || high.kind !== 'value') return;
  cursor.checks.push((values) => {
    const [lower, upper] = [boundValue(values, low.name), boundValue(values, high.name)];
    const bounds = `lower bound operand: ${describeValue(lower)}, upper bound operand: ${describeValue(upper)}`;
    if (typeOf(lower) !== typeOf(upper)) {
      throw cursor.invalid(
        `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
      );
    }
    if ((compareValues(lower, upper) ?? 0) > 0) {
      throw cursor.invalid(
        `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
      );
    }
  });
};

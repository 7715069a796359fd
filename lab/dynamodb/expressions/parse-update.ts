import { type AttributeType, typeOf } from '../attribute-value.ts';
import type { OperandClause, Path, SetClause, Update, UpdateValue } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { isFunctionCall, misplaced, parseArguments } from './functions.ts';
import { boundValue, checkType, parsePlainOperand, parseValue } from './operand.ts';
import { comparePaths, parsePath, refuseOverlaps } from './path.ts';

/** AWS spells types out in the messages about ADD and DELETE alone. */
const TYPE_NAMES: Readonly<Record<AttributeType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
};

const ALLOWED = { ADD: ['N', 'SS', 'NS', 'BS'], DELETE: ['SS', 'NS', 'BS'] } as const;

const parseCall = (cursor: Cursor): UpdateValue => {
  const name = cursor.peek().text;
  if (name !== 'if_not_exists' && name !== 'list_append') throw misplaced(cursor, name);
  const [left, right] = parseArguments(cursor, 2, parseOperand);
  if (left === undefined || right === undefined) throw cursor.syntaxError();
  if (name === 'if_not_exists') {
    if (left.kind === 'path') return { kind: name, path: left.path, otherwise: right };
    throw cursor.invalid(`Operator or function requires a document path; operator or function: ${name}`);
  }
  for (const operand of [left, right]) checkType(cursor, name, operand, ['L']);
  return { kind: name, left, right };
};

const parseOperand = (cursor: Cursor): UpdateValue => {
  if (isFunctionCall(cursor)) return parseCall(cursor);
  if (!cursor.accept('(')) return parsePlainOperand(cursor);
  const value = parseUpdateValue(cursor);
  cursor.expect(')');
  return value;
};

const parseUpdateValue = (cursor: Cursor): UpdateValue => {
  const left = parseOperand(cursor);
  const operator = cursor.peek().text;
  if (!cursor.accept('+') && !cursor.accept('-')) return left;
  const right = parseOperand(cursor);
  for (const operand of [left, right]) checkType(cursor, operator, operand, ['N']);
  return { kind: operator === '+' ? 'plus' : 'minus', left, right };
};

const parseSetClause = (cursor: Cursor): SetClause => {
  const path = parsePath(cursor);
  cursor.expect('=');
  return { path, value: parseUpdateValue(cursor) };
};

const parseOperandClause =
  (section: 'ADD' | 'DELETE') =>
  (cursor: Cursor): OperandClause => {
    const path = parsePath(cursor);
    const operand = parseValue(cursor);
    cursor.checks.push((values) => {
      const type = typeOf(boundValue(values, operand.name));
      if ((ALLOWED[section] as readonly AttributeType[]).includes(type)) return;
      throw cursor.invalid(
        `Incorrect operand type for operator or function; operator: ${section}, ` +
          `operand type: ${TYPE_NAMES[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
      );
    });
    return { path, operand };
  };

/** The clauses of one section, separated by commas. */
const parseClauses = <T>(cursor: Cursor, parse: (cursor: Cursor) => T): T[] => {
  const clauses: T[] = [];
  do clauses.push(parse(cursor));
  while (cursor.accept(','));
  return clauses;
};

/** Parses `SET … REMOVE … ADD … DELETE …`, each at most once and in any order. */
export const parseUpdate = (cursor: Cursor): Update => {
  const sections = new Set<string>();
  let [set, remove, add, subtract]: [SetClause[], Path[], OperandClause[], OperandClause[]] = [
    [],
    [],
    [],
    [],
  ];
  const begins = (name: string): boolean => {
    if (!cursor.accept(name)) return false;
    if (sections.has(name)) {
      throw cursor.invalid(`The "${name}" section can only be used once in an update expression;`);
    }
    sections.add(name);
    return true;
  };
  do {
    if (begins('SET')) set = parseClauses(cursor, parseSetClause);
    else if (begins('REMOVE')) remove = parseClauses(cursor, parsePath);
    else if (begins('ADD')) add = parseClauses(cursor, parseOperandClause('ADD'));
    else if (begins('DELETE')) subtract = parseClauses(cursor, parseOperandClause('DELETE'));
    else throw cursor.syntaxError();
  } while (cursor.peek().kind !== 'end');
  const paths = [...set, ...add, ...subtract].map(({ path }) => path).concat(remove);
  refuseOverlaps(cursor, paths);
  // Elements set beyond a list's end are appended in the order of their indexes.
  set.sort((a, b) => comparePaths(a.path, b.path));
  const attributes = [...new Set(paths.map(([name]) => name))];
  return { set, remove, add, delete: subtract, paths, attributes };
};

import { invalid } from '../errors.ts';
import type { Service, Summary } from '../summary.ts';
import { type Token, tokensOf } from './lexer.ts';

/** Whether a trace is meant. */
export type Filter = (summary: Summary) => boolean;

type Value = string | number | boolean;
type Compare = (value: Value) => boolean;

const FLAGS: Readonly<Record<string, Filter>> = {
  ok: ({ hasFault, hasError, hasThrottle }) => !hasFault && !hasError && !hasThrottle,
  error: ({ hasError }) => hasError,
  fault: ({ hasFault }) => hasFault,
  throttle: ({ hasThrottle }) => hasThrottle,
  partial: ({ isPartial }) => isPartial,
};

const NUMBERS: Readonly<Record<string, (summary: Summary) => number>> = {
  responsetime: ({ responseTime }) => responseTime,
  duration: ({ duration }) => duration,
};

const WORDS: Readonly<Record<string, (value: string, operand: string) => boolean>> = {
  CONTAINS: (value, operand) => value.includes(operand),
  BEGINSWITH: (value, operand) => value.startsWith(operand),
  ENDSWITH: (value, operand) => value.endsWith(operand),
};

const SYMBOLS: Readonly<Record<string, (value: Value, operand: Value) => boolean>> = {
  '=': (value, operand) => value === operand,
  '!=': (value, operand) => value !== operand,
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

/** Reads tokens from left to right. */
const createCursor = (tokens: readonly Token[]) => {
  let at = 0;
  const peek = (): Token => tokens[at] as Token;
  const fail = (expected: string): never => {
    throw invalid(`Invalid filter expression: expected ${expected}, found ${peek().text}.`);
  };
  const isAt = (text: string): boolean => {
    const { kind, text: found } = peek();
    return (kind === 'symbol' || kind === 'word') && found.toUpperCase() === text;
  };
  const take = (text: string): boolean => {
    if (!isAt(text)) return false;
    at++;
    return true;
  };
  return {
    peek,
    fail,
    take,
    next: (): Token => tokens[at++] as Token,
    expect: (text: string): void => {
      if (!take(text)) fail(`"${text}"`);
    },
    expectString: (): string => (peek().kind === 'string' ? (tokens[at++] as Token).text : fail('a string')),
  };
};

type Cursor = ReturnType<typeof createCursor>;

const readOperand = (cursor: Cursor): Value => {
  const { kind, text } = cursor.peek();
  if (kind === 'string') return cursor.next().text;
  if (kind === 'number') return Number(cursor.next().text);
  if (cursor.take('TRUE')) return true;
  if (cursor.take('FALSE')) return false;
  return cursor.fail(`a value instead of ${text}`);
};

/** An operator and its operand; undefined when there is none: then it is asked whether there is a value at all. */
const readComparison = (cursor: Cursor): Compare | undefined => {
  const { text } = cursor.peek();
  const symbol = SYMBOLS[text];
  if (symbol !== undefined) {
    cursor.next();
    const operand = readOperand(cursor);
    return (value) => typeof value === typeof operand && symbol(value, operand);
  }
  const word = WORDS[text.toUpperCase()];
  if (word === undefined) return undefined;
  cursor.next();
  const operand = cursor.expectString();
  return (value) => typeof value === 'string' && word(value, operand);
};

const readAnnotation = (cursor: Cursor, key: string): Filter => {
  const compare = readComparison(cursor) ?? (() => true);
  return ({ annotations }) => (annotations.get(key) ?? []).some(({ value }) => compare(value));
};

/** `service()`, `service("name")`, `service(id(name: "name", type: "type"))` */
const readService = (cursor: Cursor): Filter => {
  const wanted: { name?: string; type?: string } = {};
  cursor.expect('(');
  if (cursor.take('ID')) {
    cursor.expect('(');
    do {
      const member = cursor.take('NAME')
        ? 'name'
        : cursor.take('TYPE')
          ? 'type'
          : cursor.fail('name or type');
      cursor.expect(':');
      wanted[member] = cursor.expectString();
    } while (cursor.take(','));
    cursor.expect(')');
  } else if (cursor.peek().kind === 'string') wanted.name = cursor.expectString();
  cursor.expect(')');
  if (cursor.take('{')) throw invalid('The lab does not support a filter within service().');
  const matches = ({ name, type }: Service): boolean =>
    (wanted.name === undefined || wanted.name === name) &&
    (wanted.type === undefined || wanted.type === type);
  return ({ services }) => services.some(matches);
};

const readTerm = (cursor: Cursor): Filter => {
  if (cursor.take('(')) {
    const inner = readEither(cursor);
    cursor.expect(')');
    return inner;
  }
  if (cursor.peek().kind !== 'word') return cursor.fail('a keyword');
  const word = cursor.next().text;
  if (word === 'service') return readService(cursor);
  if (word.startsWith('annotation.')) return readAnnotation(cursor, word.slice('annotation.'.length));
  if (word === 'annotation') {
    cursor.expect('[');
    const key = cursor.peek().kind === 'string' ? cursor.expectString() : cursor.next().text;
    cursor.expect(']');
    return readAnnotation(cursor, key);
  }
  const number = NUMBERS[word];
  if (number !== undefined) {
    const compare = readComparison(cursor) ?? cursor.fail('an operator');
    return (summary) => compare(number(summary));
  }
  const flag = FLAGS[word];
  if (flag === undefined) throw invalid(`The lab does not support "${word}" in a filter expression.`);
  const compare = readComparison(cursor) ?? ((value: Value) => value === true);
  return (summary) => compare(flag(summary));
};

const readNot = (cursor: Cursor): Filter => {
  if (!cursor.take('NOT') && !cursor.take('!')) return readTerm(cursor);
  const inner = readNot(cursor);
  return (summary) => !inner(summary);
};

const readBoth = (cursor: Cursor): Filter => {
  const terms = [readNot(cursor)];
  while (cursor.take('AND')) terms.push(readNot(cursor));
  return (summary) => terms.every((term) => term(summary));
};

const readEither = (cursor: Cursor): Filter => {
  const terms = [readBoth(cursor)];
  while (cursor.take('OR')) terms.push(readBoth(cursor));
  return (summary) => terms.some((term) => term(summary));
};

/**
 * Reads a filter expression. Source: X-Ray developer guide, "Use filter expressions".
 * @throws AwsError InvalidRequestException, for what the lab does not support too
 */
export const readFilter = (expression: string): Filter => {
  const cursor = createCursor(tokensOf(expression));
  const filter = readEither(cursor);
  if (cursor.peek().kind !== 'end') cursor.fail('the end');
  return filter;
};

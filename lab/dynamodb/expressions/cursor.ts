import type { AwsError } from '../../kernel/aws-error.ts';
import type { AttributeValue } from '../attribute-value.ts';
import { validation } from '../errors.ts';
import { type Token, tokenize } from './lexer.ts';

export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

/** ExpressionAttributeNames. */
export type Names = Readonly<Record<string, string>>;

/** ExpressionAttributeValues, checked and in normal form. */
export type Values = Readonly<Record<string, AttributeValue>>;

/** A check of the values that a call brings; throws ValidationException. */
export type Check = (values: Values) => void;

/** What every parser works with: where it is in the text, and what it has found on the way. */
export interface Cursor {
  readonly kind: ExpressionKind;
  readonly names: Names;
  readonly usedNames: Set<string>;
  readonly usedValues: Set<string>;
  readonly checks: Check[];
  peek(ahead?: number): Token;
  next(): Token;
  /** Whether the next token is this symbol or, whatever its case, this keyword. */
  at(text: string): boolean;
  /** Takes the next token if it is this symbol or keyword. */
  accept(text: string): boolean;
  expect(text: string): void;
  /** A ValidationException that names the expression. */
  invalid(message: string): AwsError;
  syntaxError(): AwsError;
}

/** Source: Developer Guide, "Expression parameters" quota: 4 KB. */
const MAX_LENGTH = 4096;

export const createCursor = (kind: ExpressionKind, text: string, names: Names): Cursor => {
  const invalid = (message: string): AwsError => validation(`Invalid ${kind}: ${message}`);
  if (text.trim() === '') throw invalid('The expression can not be empty;');
  if (Buffer.byteLength(text) > MAX_LENGTH) {
    throw invalid(
      `Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(text)}`,
    );
  }
  const tokens = tokenize(text);
  let position = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(position + ahead, tokens.length - 1)] as Token;
  const at = (wanted: string): boolean => {
    const token = peek();
    if (token.kind === 'symbol') return token.text === wanted;
    return token.kind === 'name' && token.text.toUpperCase() === wanted;
  };
  const accept = (wanted: string): boolean => {
    if (!at(wanted)) return false;
    position++;
    return true;
  };
  /** AWS shows the text from the token before to the token after. */
  const syntaxError = (): AwsError => {
    const before = tokens[position - 1] ?? peek();
    const near = text.slice(before.start, peek(1).end).trim();
    return invalid(`Syntax error; token: "${peek().text}", near: "${near}"`);
  };
  return {
    kind,
    names,
    usedNames: new Set(),
    usedValues: new Set(),
    checks: [],
    peek,
    next: () => {
      const token = peek();
      position++;
      return token;
    },
    at,
    accept,
    expect: (wanted) => {
      if (!accept(wanted)) throw syntaxError();
    },
    invalid,
    syntaxError,
  };
};

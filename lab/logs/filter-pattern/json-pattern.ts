import { compileComparison } from './comparison.ts';
import { invalidPattern } from './invalid-pattern.ts';
import type { Matches } from './pattern.ts';
import { parseSelector, type Selector } from './selector.ts';
import { createTokens, type Tokens } from './tokens.ts';

type Condition = (root: unknown) => boolean;

/** `IS NULL`, `IS TRUE`, `IS FALSE`. */
const CONSTANTS = new Map<string | undefined, unknown>([
  ['NULL', null],
  ['TRUE', true],
  ['FALSE', false],
]);

const parseTest = (tokens: Tokens, select: Selector): Condition => {
  const operator = tokens.next();
  if (operator === 'IS') {
    const word = tokens.next();
    if (!CONSTANTS.has(word)) throw invalidPattern();
    const constant = CONSTANTS.get(word);
    return (root) => select(root) === constant;
  }
  if (operator === 'NOT') {
    if (tokens.next() !== 'EXISTS') throw invalidPattern();
    return (root) => select(root) === undefined;
  }
  const test = compileComparison(operator, tokens.next());
  return (root) => test(select(root));
};

const parsePrimary = (tokens: Tokens): Condition => {
  if (tokens.take('(')) {
    const inner = parseOr(tokens);
    if (!tokens.take(')')) throw invalidPattern();
    return inner;
  }
  return parseTest(tokens, parseSelector(tokens.next()));
};

const parseAnd = (tokens: Tokens): Condition => {
  const all = [parsePrimary(tokens)];
  while (tokens.take('&&')) all.push(parsePrimary(tokens));
  return (root) => all.every((condition) => condition(root));
};

const parseOr = (tokens: Tokens): Condition => {
  const any = [parseAnd(tokens)];
  while (tokens.take('||')) any.push(parseAnd(tokens));
  return (root) => any.some((condition) => condition(root));
};

const parseJson = (message: string): unknown => {
  try {
    return JSON.parse(message);
  } catch {
    // A message that is not JSON has no properties, and matches nothing.
    return undefined;
  }
};

/** `{ $.a = "b" && $.c > 3 }`. Source: "Using filter patterns to match terms in JSON log events". */
export const parseJsonPattern = (text: string): Matches => {
  const tokens = createTokens(text);
  if (!tokens.take('{')) throw invalidPattern();
  const condition = parseOr(tokens);
  if (!tokens.take('}') || tokens.next() !== undefined) throw invalidPattern();
  return (message) => {
    const root = parseJson(message.trim());
    return typeof root === 'object' && root !== null && condition(root);
  };
};

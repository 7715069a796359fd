import { invalid } from '../errors.ts';

/** A piece of a filter expression. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'symbol' | 'end';
  readonly text: string;
}

const PIECES =
  /\s*(?:(?<string>"(?:[^"\\]|\\.)*")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][\w.]*)|(?<symbol>!=|<=|>=|[=<>!(){}[\],:]))/y;

/** @throws AwsError InvalidRequestException */
export const tokensOf = (expression: string): readonly Token[] => {
  const tokens: Token[] = [];
  const pieces = new RegExp(PIECES);
  const end = expression.trimEnd().length;
  while (pieces.lastIndex < end) {
    const at = pieces.lastIndex;
    const { string, number, word, symbol } = pieces.exec(expression)?.groups ?? {};
    if (string !== undefined)
      tokens.push({ kind: 'string', text: string.slice(1, -1).replace(/\\(.)/g, '$1') });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else throw invalid(`Invalid filter expression: unexpected "${expression.slice(at).trim()}".`);
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
};

import { invalidPattern } from './invalid-pattern.ts';

/** The words and signs of a JSON pattern, one after the other. */
export interface Tokens {
  /** The next one; undefined at the end. */
  next(): string | undefined;
  /** Takes the next one if it is this. */
  take(token: string): boolean;
}

/** A selector, a quoted text, an expression between `%`, a sign, or a bare word. */
const TOKEN =
  /\s*(\$(?:\.[\w-]+|\[\d+\]|\['[^']*'\]|\["[^"]*"\])+|"(?:[^"\\]|\\.)*"|%[^%]+%|&&|\|\||!=|<=|>=|[{}()=<>]|[^\s{}()=<>!&|"%]+)/y;

export const createTokens = (text: string): Tokens => {
  const scanner = new RegExp(TOKEN);
  const tokens: string[] = [];
  while (text.slice(scanner.lastIndex).trim() !== '') {
    const token = scanner.exec(text)?.[1];
    if (token === undefined) throw invalidPattern();
    tokens.push(token);
  }
  let at = 0;
  return {
    next: () => tokens[at++],
    take: (token) => {
      if (tokens[at] !== token) return false;
      at++;
      return true;
    },
  };
};

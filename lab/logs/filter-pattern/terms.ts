import { invalidPattern } from './invalid-pattern.ts';
import type { Matches } from './pattern.ts';
import { regularExpression } from './regular-expression.ts';

/** One term: optional (`?`) or excluded (`-`), and quoted, between `%` or bare. */
const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"%]+))(?=\s|$)/y;

interface Term {
  readonly mode: '' | '?' | '-';
  readonly matches: Matches;
}

const contains =
  (term: string): Matches =>
  (message) =>
    message.includes(term);

const termsOf = (text: string): readonly Term[] => {
  const terms: Term[] = [];
  const scanner = new RegExp(TERM);
  while (scanner.lastIndex < text.length) {
    const found = scanner.exec(text);
    if (found === null) throw invalidPattern();
    const [, mode = '', quoted, expression, bare = ''] = found;
    const compiled = expression === undefined ? undefined : regularExpression(expression);
    terms.push({
      mode: mode as Term['mode'],
      matches: compiled
        ? (message) => compiled.test(message)
        : contains(quoted?.replace(/\\(.)/g, '$1') ?? bare),
    });
  }
  return terms;
};

/**
 * All terms, none of the excluded ones; or, where all are optional, one of them: beside others those count for nothing.
 * Source: "Using filter patterns to match terms in unstructured log events".
 */
export const parseTerms = (text: string): Matches => {
  const terms = termsOf(text);
  const optional = terms.filter(({ mode }) => mode === '?');
  if (optional.length > 0 && optional.length === terms.length)
    return (message) => optional.some(({ matches }) => matches(message));
  const decisive = terms.filter(({ mode }) => mode !== '?');
  return (message) => decisive.every(({ mode, matches }) => matches(message) === (mode === ''));
};

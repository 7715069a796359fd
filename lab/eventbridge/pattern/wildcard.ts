import { invalidPattern } from './invalid-pattern.ts';

/** Splits at each unescaped `*`; `\*` and `\\` stand for themselves. */
const literals = (pattern: string): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    const following = pattern.charAt(at + 1);
    // Event Ruler counts positions in the quoted text, so the first character is at 1.
    if (char === '*') {
      if (following === '*') throw invalidPattern(`Consecutive wildcard characters at pos ${at + 1}`);
      parts.push(part);
      part = '';
    } else if (char === '\\') {
      if (following !== '*' && following !== '\\') {
        throw invalidPattern(`Invalid escape character at pos ${at + 1}`);
      }
      part += following;
      at++;
    } else {
      part += char;
    }
  }
  return [...parts, part];
};

/** Compiles `wildcard`: each `*` stands for any characters, none included. Linear, for `*` never backtracks. */
export const wildcard = (pattern: string): ((text: string) => boolean) => {
  const [first = '', ...rest] = literals(pattern);
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    const end = text.length - last.length;
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const middle of rest) {
      const found = text.indexOf(middle, from);
      if (found < 0) return false;
      from = found + middle.length;
    }
    return from <= end;
  };
};

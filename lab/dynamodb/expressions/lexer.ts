export interface Token {
  /** `name` bare, `alias` with `#`, `value` with `:`. `unknown` is a character no expression has. */
  readonly kind: 'name' | 'alias' | 'value' | 'number' | 'symbol' | 'unknown' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PATTERNS = {
  name: /[A-Za-z_]\w*/,
  alias: /#\w+/,
  value: /:\w+/,
  number: /\d+/,
  symbol: /<>|<=|>=|[=<>()[\],.+-]/,
  unknown: /\S/,
} as const;

const kinds = Object.keys(PATTERNS) as (keyof typeof PATTERNS)[];

const TOKEN = new RegExp(
  `\\s*(?:${kinds.map((kind) => `(?<${kind}>${PATTERNS[kind].source})`).join('|')})`,
  'y',
);

/** The tokens of an expression, `end` last. */
export const tokenize = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const kind = kinds.find((name) => match?.groups?.[name] !== undefined) ?? 'unknown';
    const lexeme = match.groups?.[kind] ?? '';
    tokens.push({ kind, text: lexeme, start: pattern.lastIndex - lexeme.length, end: pattern.lastIndex });
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length });
  return tokens;
};

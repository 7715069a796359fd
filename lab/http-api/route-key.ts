/** A route key, taken apart: `GET /orders/{id}`, `ANY /{proxy+}` or `$default`. */
export interface RouteKey {
  readonly text: string;
  /** Path parameters by name if the route matches. `segments` as `segmentsOf` gives them. */
  match(method: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined;
  /** Of several routes that match, the one whose rank comes first in text order is taken. */
  readonly rank: string;
}

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const ROUTE_KEY = /^([A-Z]+) (\/\S*)$/;
const PARAMETER = /^\{([\w.-]+)(\+?)\}$/;

/** `/orders/1` → `['orders', '1']`. A slash at the end is part of the path: `/orders/` is not `/orders`. */
export const segmentsOf = (path: string): readonly string[] => path.split('/').slice(1);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

interface Segment {
  readonly kind: 'literal' | 'parameter' | 'greedy';
  readonly name: string;
}

const parseSegment = (text: string): Segment => {
  const [, name, plus] = PARAMETER.exec(text) ?? [];
  if (name === undefined) return { kind: 'literal', name: text };
  return { kind: plus === '+' ? 'greedy' : 'parameter', name };
};

const DEFAULT: RouteKey = { text: '$default', rank: '9', match: () => ({}) };

/** The more exact comes first: literal, then parameter, then greedy; a method by name before ANY. */
const rankOf = (method: string, segments: readonly Segment[]): string => {
  const kinds = segments.map(({ kind }) => ({ literal: '0', parameter: '1', greedy: '2' })[kind]);
  return [kinds.includes('2') ? '1' : '0', ...kinds, method === 'ANY' ? '1' : '0'].join('');
};

const matchSegments = (
  pattern: readonly Segment[],
  segments: readonly string[],
): Record<string, string> | undefined => {
  const greedy = pattern.at(-1)?.kind === 'greedy';
  if (greedy ? segments.length < pattern.length : segments.length !== pattern.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, { kind, name }] of pattern.entries()) {
    const text = kind === 'greedy' ? segments.slice(index).join('/') : (segments[index] ?? '');
    if (kind === 'literal' ? text !== name : text === '') return undefined;
    if (kind !== 'literal') parameters[name] = decode(text);
  }
  return parameters;
};

/**
 * Parses a route key. Throws an error that names it when it is none.
 * Source: API Gateway Developer Guide, "Create routes for HTTP APIs": a full match comes before a greedy one,
 * and `$default` catches the rest.
 */
export const parseRouteKey = (text: string): RouteKey => {
  if (text === DEFAULT.text) return DEFAULT;
  const [, method = '', path = ''] = ROUTE_KEY.exec(text) ?? [];
  const pattern = segmentsOf(path).map(parseSegment);
  const greedyAt = pattern.findIndex(({ kind }) => kind === 'greedy');
  if (!METHODS.includes(method) || (greedyAt >= 0 && greedyAt < pattern.length - 1)) {
    throw new Error(`AWS::ApiGatewayV2::Route.RouteKey "${text}" must be $default, or a method and a path`);
  }
  return {
    text,
    rank: rankOf(method, pattern),
    match: (requested, segments) =>
      method === 'ANY' || method === requested ? matchSegments(pattern, segments) : undefined,
  };
};

import { AwsError } from '../../kernel/aws-error.ts';
import { bodyText, type HttpRequest } from './http.ts';
import { parseMembers } from './json-text.ts';
import type { Protocol } from './protocol.ts';
import type { ParameterType, Route } from './rest/route.ts';

type Members = Readonly<Record<string, unknown>>;

/** A slash at the end of a path means nothing. */
const segmentsOf = (path: string): readonly string[] => path.replace(/\/$/, '').split('/').slice(1);

const labelOf = (segment: string): string | undefined => /^\{(\w+)\}$/.exec(segment)?.[1];

const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError('SerializationException', `"${segment}" in the path is not URL-encoded.`);
  }
};

const readParameter = (name: string, type: ParameterType, text: string): unknown => {
  if (type === 'text') return text;
  const value = type === 'number' ? Number(text) : { true: true, false: false }[text];
  if (value !== undefined && (type === 'flag' || (text !== '' && Number.isFinite(value)))) return value;
  const expected = type === 'number' ? 'a number' : 'true or false';
  throw new AwsError('SerializationException', `${name} is "${text}", and must be ${expected}.`);
};

const defined = (entries: readonly (readonly [string, unknown])[]): Members =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined));

/** A route with its path taken apart; answers the input of a request that is for it. */
const compile = (route: Route) => {
  const { method, query = {}, headers = {}, payload } = route;
  const pattern = segmentsOf(route.path).map((segment) => ({ segment, label: labelOf(segment) }));
  const inputOf = (request: HttpRequest, segments: readonly string[]): Members => ({
    ...(payload === undefined ? parseMembers(bodyText(request)) : { [payload]: bodyText(request) }),
    ...defined([
      ...pattern.map(({ label }, at) => {
        return [label ?? '', label === undefined ? undefined : decodeSegment(segments[at] ?? '')] as const;
      }),
      ...Object.entries(query).map(([name, type]) => {
        const text = request.query[name];
        return [name, text === undefined ? undefined : readParameter(name, type, text)] as const;
      }),
      ...Object.entries(headers).map(([member, name]) => [member, request.headers[name]] as const),
    ]),
  });
  return {
    route,
    matches: (request: HttpRequest, segments: readonly string[]): boolean =>
      request.method === method &&
      segments.length === pattern.length &&
      pattern.every(({ segment, label }, at) =>
        label === undefined ? segment === segments[at] : segments[at] !== '',
      ),
    inputOf,
  };
};

/**
 * REST JSON: each operation has a method and a path. Where two routes match, the one listed first is taken.
 * Source: Smithy, "AWS restJson1 protocol".
 */
export const restJson = (routes: readonly Route[]): Protocol => {
  const compiled = routes.map(compile);
  const byOperation = new Map(routes.map((route) => [route.operation, route]));
  return {
    decode: (request, service) => {
      const segments = segmentsOf(request.path);
      const found = compiled.find(({ matches }) => matches(request, segments));
      if (found === undefined) {
        const message = `The lab does not support ${request.method} ${request.path}.`;
        throw new AwsError('UnknownOperationException', message, { status: 404 });
      }
      return { service, operation: found.route.operation, input: found.inputOf(request, segments) };
    },
    encode: (output, { operation }) => {
      const members = (output ?? {}) as Members;
      const { status = 200, headers = {}, payload } = byOperation.get(operation)?.answer ?? {};
      const code = typeof status === 'number' ? status : Number(members[status]);
      const besides = new Set([...Object.keys(headers), String(status)]);
      const inBody = Object.entries(members).filter(([name]) => !besides.has(name));
      return {
        status: code,
        headers: {
          'content-type': 'application/json',
          ...(defined(Object.entries(headers).map(([member, name]) => [name, members[member]])) as Record<
            string,
            string
          >),
        },
        body:
          payload === undefined
            ? code === 204
              ? ''
              : JSON.stringify(Object.fromEntries(inBody))
            : String(members[payload] ?? ''),
      };
    },
    encodeError: ({ code, message, status, members }) => ({
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: JSON.stringify({ ...members, Message: message }),
    }),
  };
};

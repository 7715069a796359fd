import type { Observer, Point } from '../../lab/kernel/point.ts';

/** What happened, hop by hop. */
export type Story = readonly StoryLine[];

export interface StoryLine {
  /** Milliseconds since the story's first line, virtual. */
  readonly at: number;
  /** Who acts: a function, the bus, the state machine. */
  readonly who: string;
  readonly what: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Listens to a world's points and tells them in a reader's words. `prefix` stands before short names. */
export const createStory = (prefix: string): { readonly observer: Observer; readonly lines: Story } => {
  const lines: Line[] = [];
  /** What was asked for → the line that tells it. */
  const asked = new WeakMap<object, Line>();
  let startedAt: number | undefined;
  const correct = ({ input, error }: Refusal): void => {
    const line = asked.get(input);
    if (line !== undefined) line.what += `: refused (${error.code})`;
  };
  const observer: Observer = (point, at) => {
    const refusal = refusalOf(point);
    if (refusal !== undefined) correct(refusal);
    const told = tell(point, (name) => name.replace(prefix, ''));
    if (told === undefined) return;
    startedAt ??= at;
    const line = { at: at - startedAt, ...told };
    lines.push(line);
    if (point.kind === 'call') asked.set(point.payload as object, line);
  };
  return { observer, lines };
};

type Line = { -readonly [Member in keyof StoryLine]: StoryLine[Member] };

interface Refusal {
  readonly input: object;
  readonly error: { readonly code?: string };
}

/** A call that its service refused, and so changed nothing. */
const refusalOf = ({ kind, target, payload }: Point): Refusal | undefined =>
  kind === 'outcome' && target === 'refused' ? (payload as Refusal) : undefined;

type Short = (name: string) => string;

const tell = (point: Point, short: Short): Omit<StoryLine, 'at'> | undefined => {
  const target = nameOf(point.target, short);
  if (isStanding(point)) return undefined;
  switch (point.kind) {
    case 'delivery':
      return { who: carrierOf(point.source, short), what: `brings ${subjectOf(point.payload)} to ${target}` };
    case 'call': {
      const what = deedOf(point);
      return what === undefined ? undefined : { who: nameOf(point.source, short), what };
    }
    case 'outcome':
      return point.target === 'failed'
        ? { who: nameOf(point.source, short), what: `fails: ${errorOf(point.payload)}` }
        : undefined;
    case 'invocation':
      return undefined;
    default:
      return point satisfies never;
  }
};

/** The reconciler looks every minute, whoever orders; the story tells only what it then does. */
const isStanding = ({ kind, source }: Point): boolean =>
  kind === 'delivery' && source.startsWith('schedule:');

const nameOf = (name: string, short: Short): string => short(name.slice(name.indexOf(':') + 1));

const CARRIERS: Readonly<Record<string, string>> = {
  rule: 'bus',
  stream: 'stream',
  queue: 'queue',
  states: 'state machine',
  http: 'HTTP API',
  invoke: 'Lambda',
  destination: 'Lambda',
};

const carrierOf = (source: string, short: Short): string => {
  const [kind = '', name = ''] = source.split(/:(.*)/s);
  const carrier = CARRIERS[kind] ?? kind;
  if (kind === 'stream') return `stream of ${short(name).replace(/Table-.*$/, '')}`;
  return kind === 'queue' ? `queue ${short(name).replace(/-[A-Z0-9]+$/, '')}` : carrier;
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** A fact without the prefix of its type. */
const fact = (type: unknown): string => String(type).replace(/^com\.pizzaco\./, '');

/** An event with why it is there: `payment.completed (because of order.created, attempt 2)`. */
const eventWords = (event: Json): string => {
  const cause = typeof event.causationid === 'string' ? event.causationid : undefined;
  const because = cause === undefined ? [] : [`because of ${causeWords(cause)}`];
  const attempt = event.attempt === 1 ? [] : [`attempt ${event.attempt}`];
  const remarks = [...because, ...attempt].join(', ');
  return remarks === '' ? fact(event.type) : `${fact(event.type)} (${remarks})`;
};

/** Ids of events are `<domain>-<orderId>-<fact>`. */
const causeWords = (id: string): string => {
  const parts = id.split('-');
  if (parts[0] === 'request') return 'the request';
  return parts.length < 3 ? id : `${parts[0]}.${parts.at(-1)}`;
};

const subjectOf = (payload: unknown): string => {
  if (!isObject(payload)) return 'something';
  if (isObject(payload.detail)) return eventWords(payload.detail);
  if (Array.isArray(payload.Records)) return payload.Records.map(recordWords).join(' and ');
  if (typeof payload.routeKey === 'string') return payload.routeKey;
  if (typeof payload.command === 'string') return `the task ${payload.command}`;
  if (typeof payload.operation === 'string') return `"${payload.operation}"`;
  return 'requestPayload' in payload ? `what failed, ${subjectOf(payload.requestPayload)}` : 'an event';
};

const recordWords = (record: unknown): string => {
  if (!isObject(record)) return 'a record';
  if (isObject(record.dynamodb)) {
    const image = record.dynamodb.NewImage;
    const outbox = isObject(image) && isObject(image.outbox) ? image.outbox.S : undefined;
    return outbox === undefined ? 'a row' : `a row that says ${fact(outbox)}`;
  }
  return 'a message';
};

/** What a call to a service does, if it changes anything. */
const deedOf = ({ target, payload }: Point): string | undefined => {
  const input = payload as Json;
  switch (target) {
    case 'dynamodb:PutItem':
      return rowWords(input.Item);
    case 'dynamodb:TransactWriteItems': {
      const items = input.TransactItems as readonly Json[];
      const put = items.find((item) => isObject(item.Put))?.Put;
      return `${rowWords(isObject(put) ? put.Item : undefined)}, in one transaction of ${items.length}`;
    }
    case 'events:PutEvents': {
      const entries = input.Entries as readonly Json[];
      return `publishes ${entries.map((entry) => eventWords(JSON.parse(String(entry.Detail)) as Json)).join(', ')}`;
    }
    case 'states:StartExecution':
      return `starts the execution ${String(input.name)}`;
    case 'sqs:SendMessage':
      return 'keeps a message in its dead-letter queue';
    default:
      return undefined;
  }
};

const rowWords = (item: unknown): string => {
  const text = (name: string): string | undefined => {
    const value = isObject(item) ? item[name] : undefined;
    return isObject(value) ? String(value.S ?? '') : undefined;
  };
  const outbox = text('outbox');
  const state = text('status') ?? text('kind') ?? 'as new';
  return outbox === undefined
    ? `writes its row: ${state}`
    : `writes its row: ${state}, saying ${fact(outbox)}`;
};

const errorOf = (payload: unknown): string => {
  const result = isObject(payload) ? payload.result : undefined;
  const error = isObject(result) ? result.payload : undefined;
  return isObject(error) ? `${String(error.errorType)}: ${String(error.errorMessage)}` : 'an error';
};

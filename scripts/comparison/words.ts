import type { Point } from '../../lab/kernel/point.ts';

type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** A fact without the prefix of its type. */
const fact = (type: unknown): string => String(type).replace(/^com\.pizzaco\./, '');

/** An event with why it is there: `payment.completed (because of order.created, attempt 2)`. */
const eventWords = (event: Json): string => {
  const { causationid: cause, attempt = 1 } = event;
  const because = typeof cause === 'string' ? [`because of ${causeWords(cause)}`] : [];
  const remarks = [...because, ...(attempt === 1 ? [] : [`attempt ${attempt}`])].join(', ');
  return remarks === '' ? fact(event.type) : `${fact(event.type)} (${remarks})`;
};

/** Ids of events are `<domain>-<orderId>-<fact>`. */
const causeWords = (id: string): string => {
  const parts = id.split('-');
  if (parts[0] === 'request') return 'the request';
  return parts.length < 3 ? id : `${parts[0]}.${parts.at(-1)}`;
};

/** What is carried. */
export const subjectOf = (payload: unknown): string => {
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
export const deedOf = ({ target, payload }: Point): string | undefined => {
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

/** Why a function failed. */
export const errorOf = (payload: unknown): string => {
  const result = isObject(payload) ? payload.result : undefined;
  const error = isObject(result) ? result.payload : undefined;
  return isObject(error) ? `${String(error.errorType)}: ${String(error.errorMessage)}` : 'an error';
};

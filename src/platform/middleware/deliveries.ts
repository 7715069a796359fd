/** One thing for a consumer to handle, and the message to report when it comes from a queue. */
export interface Delivery {
  readonly content: unknown;
  /** Set when it came in an SQS batch: the message to try again if it fails. */
  readonly messageId?: string;
}

interface SqsEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isMessage = (record: unknown): boolean =>
  isObject(record) &&
  record.eventSource === 'aws:sqs' &&
  typeof record.messageId === 'string' &&
  typeof record.body === 'string';

const isSqsEvent = (event: unknown): event is SqsEvent =>
  isObject(event) &&
  Array.isArray(event.Records) &&
  event.Records.length > 0 &&
  event.Records.every(isMessage);

/**
 * A consumer hears the same event in four forms: as EventBridge delivers it (the CloudEvent in `detail`), raw (by
 * `sls invoke`), and from its retry queue, where either stands inside Lambda's destination record
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html).
 */
export const deliveriesOf = (event: unknown): Delivery[] =>
  isSqsEvent(event)
    ? event.Records.map(({ messageId, body }) => ({ content: unwrap(parsed(body)), messageId }))
    : [{ content: unwrap(event) }];

/** A body that is no JSON is handed on as text: its consumer finds it malformed and keeps it. */
const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

const unwrap = (value: unknown): unknown => {
  if (!isObject(value)) return value;
  if ('requestPayload' in value) return unwrap(value.requestPayload);
  if ('detail' in value && 'detail-type' in value) return value.detail;
  return value;
};

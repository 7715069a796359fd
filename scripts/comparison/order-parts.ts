import type { Passage, Point } from '../../lab/kernel/point.ts';
import {
  type HttpRequest,
  orderIdOf,
  Refused,
  readCaller,
  readIdempotencyKey,
} from '../../src/services/order/request.ts';
import { isObject } from './words.ts';

/** What of a point is about one order. */
export interface OrderPart {
  /** Absent where nothing says which order. */
  readonly orderId: string | undefined;
  readonly point: Point;
  /** What faults made of it, if any struck. */
  readonly struck: Passage | undefined;
}

/** As `orderIdOf` makes them; nothing else that is carried is a word of so many hexadecimal digits. */
const ORDER_ID = /\b[0-9a-f]{20}\b/;

/** The order that a request asks for; one that is refused asks for none. */
const orderOfRequest = (request: HttpRequest): string | undefined => {
  try {
    return orderIdOf(readCaller(request), readIdempotencyKey(request));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
};

/** The order that something names anywhere in it, or asks for. */
const orderIn = (subject: unknown): string | undefined => {
  if (isObject(subject) && subject.routeKey === 'POST /orders') return orderOfRequest(subject);
  return ORDER_ID.exec(JSON.stringify(subject) ?? '')?.[0];
};

/** What a point is about: of a failure, what the function failed at; of an execution's end, its name. */
const subjectIn = ({ kind, target, payload }: Point): unknown => {
  if (kind !== 'outcome') return payload;
  return isObject(payload) && 'payload' in payload ? payload.payload : target;
};

/** The members that several orders may share: records that are delivered, entries that are published. */
const BATCHES = ['Records', 'Entries'];

/** A point, order by order: each has its part of a batch, and of what struck it. */
export const orderParts = (point: Point, struck: Passage | undefined): readonly OrderPart[] => {
  const subject = subjectIn(point);
  const batch = BATCHES.find((name) => isObject(subject) && Array.isArray(subject[name]));
  if (batch === undefined || !isObject(subject)) return [{ orderId: orderIn(subject), point, struck }];
  const failing = struck?.error?.entries;
  const items = (subject[batch] as readonly unknown[]).map((item, index) => ({
    item,
    orderId: orderIn(item),
    struck: failing?.includes(index) === false ? undefined : struck,
  }));
  const groups = Object.groupBy(items, (each) => `${each.orderId} ${each.struck === undefined}`);
  return Object.values(groups).flatMap((group) => {
    const [first] = group ?? [];
    if (first === undefined) return [];
    const payload = { ...subject, [batch]: group?.map(({ item }) => item) };
    const part = point.kind === 'outcome' ? point : { ...point, payload };
    return [{ orderId: first.orderId, point: part, struck: first.struck }];
  });
};

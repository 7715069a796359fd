import * as z from 'zod/mini';
import { id, instant, orderId } from './fields.ts';

/**
 * The CloudEvents 1.0 envelope in structured mode, as it stands in the `detail` of an EventBridge event.
 *
 * Beyond the specification's required attributes, every event here carries `subject` and the extension
 * `correlationid` (both the order's id, constant through the flow) and `attempt`. `causationid` is the id of the event
 * that caused this one; the first event of an order has a request for its cause, and no `causationid`.
 * Attributes that are not named here pass.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  /** Deterministic (event-id.ts): saying a fact again is the same event. */
  id,
  /** The publishing service, and EventBridge's `source`. */
  source: z.string(),
  /** `com.pizzaco.<domain>.<fact>`, and EventBridge's `detail-type`. */
  type: z.string(),
  subject: orderId,
  time: instant,
  datacontenttype: z.literal('application/json'),
  /** Names type and major version: `https://pizzaco.example/schemas/order.created/1`. */
  dataschema: z.string(),
  correlationid: orderId,
  causationid: z.exactOptional(id),
  /** From 1; higher when a fact is asked for again. CloudEvents integers have 32 bits. */
  attempt: z.int().check(z.minimum(1), z.maximum(2 ** 31 - 1)),
  /** X-Ray's `Root=…;Parent=…;Sampled=…`, for hops that lose it (a DynamoDB stream). At most 500 characters, as PutEvents. */
  traceheader: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(500))),
  /** Required here. An object: tightened by each definition. */
  data: z.record(z.string(), z.unknown()),
});

/** The envelope around data that nobody has looked at yet. */
export type Envelope = z.infer<typeof envelope>;

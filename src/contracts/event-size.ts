/**
 * Events stay *below* this many bytes: the workshop's checklist, and the limit of a PutEvents entry for most of its life
 * (1 MiB today).
 */
export const MAX_EVENT_BYTES = 256 * 1024;

/** EventBridge counts a `Time` as 14 bytes, whatever it says. */
const TIME_BYTES = 14;

/** The event is too large to publish; it will not become smaller by trying again. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
  readonly code = 'too-large';
  readonly bytes: number;

  constructor(event: { id: string; type: string }, bytes: number) {
    super(`${event.type} ${event.id} has ${bytes} bytes; an event stays below ${MAX_EVENT_BYTES}`);
    this.bytes = bytes;
  }
}

/**
 * The size in bytes of the entry that carries the event: its `Time`, and as UTF-8 its `Source`, `DetailType` and
 * `Detail`, which is the whole CloudEvent.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html (calculating the entry size)
 */
export function eventBytes(event: { source: string; type: string }): number {
  const utf8 = [event.source, event.type, JSON.stringify(event)];
  return utf8.reduce((sum, text) => sum + Buffer.byteLength(text), TIME_BYTES);
}

/** Throws {@link EventTooLarge} unless the event fits into one entry. To be asked before anything is written. */
export function assertFits(event: { id: string; source: string; type: string }): void {
  const bytes = eventBytes(event);
  if (bytes >= MAX_EVENT_BYTES) throw new EventTooLarge(event, bytes);
}

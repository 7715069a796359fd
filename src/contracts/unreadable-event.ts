/** Why an event cannot be read. None of them heals by trying again: such an event is quarantined, never dropped. */
export type UnreadableCode = 'malformed' | 'unknown-type' | 'unknown-version';

export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly code: UnreadableCode;
  /** What is wrong, by the paths at fault and without their values, which may be personal data. */
  readonly reason: string;
  /** The event's own id, as far as it could be read. */
  readonly eventId: string | undefined;

  constructor(code: UnreadableCode, reason: string, eventId?: string) {
    super(`${code}: ${reason}`);
    this.code = code;
    this.reason = reason;
    this.eventId = eventId;
  }
}

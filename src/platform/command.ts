/** What made a service act: the event heard, or the task of the state machine. */
export interface Cause {
  /** Id of the causing event; becomes the fact's `causationid`. */
  readonly id: string;
  /** Hash over type and data: the same id with another payload is a conflict (H8). */
  readonly hash: string;
  /** From 1; raised by every nudge. */
  readonly attempt: number;
}

/** Something a service is asked to do for one order, whichever pattern asks. */
export interface Command<Data = unknown> {
  /** The step's name in the service's own words: `charge`, `undo`. */
  readonly name: string;
  readonly orderId: string;
  readonly data: Data;
  readonly cause: Cause;
}

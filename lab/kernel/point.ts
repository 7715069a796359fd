/**
 * A point is a moment where the platform, not the code, decides what happens: an API call leaves a function,
 * an event is delivered, a function starts. Every one passes through `Kernel.pass`, which gives it its
 * latency, lets the installed faults strike, and tells the observers.
 */
export type Point =
  /** A function (or the state machine) calls a service. `target` is `<service>:<Operation>`. */
  | { readonly kind: 'call'; readonly source: string; readonly target: string; readonly payload: unknown }
  /**
   * Something is carried to a function, queue or state machine. `source` names the carrier: `rule:<name>`,
   * `schedule:<name>`, `stream:<table>`, `queue:<name>`, `states:<machine>`, `http:<api>`, `invoke:<caller>`,
   * `destination:<function>`; `target` is `function:<name>`, `queue:<name>`, `stateMachine:<name>`.
   */
  | { readonly kind: 'delivery'; readonly source: string; readonly target: string; readonly payload: unknown }
  /** A function is about to run its handler. `target` is `function:<name>`. */
  | {
      readonly kind: 'invocation';
      readonly source: string;
      readonly target: string;
      readonly payload: unknown;
    }
  /** Something ended or was recorded; no fault can strike. Only observers see it. */
  | { readonly kind: 'outcome'; readonly source: string; readonly target: string; readonly payload: unknown };

/** What a fault makes of a point. Several faults that match one point add up. */
export interface Verdict {
  /** Milliseconds to wait beyond the point's latency. */
  readonly delayMs?: number;
  /** Resolves when a held point may go on. */
  readonly hold?: Promise<void>;
  /** The delivery is lost without a trace. Deliveries only. */
  readonly drop?: boolean;
  /** How often the delivery is carried in all. Default 1. Deliveries only. */
  readonly copies?: number;
  /**
   * The call, delivery or invocation fails with this error. A call that fails as `Runtime.ExitError` takes the
   * calling function's process with it.
   */
  readonly error?: FaultError;
  /** What the function is taken to have answered, whatever it did. Invocations only. */
  readonly answer?: unknown;
  /**
   * Which execution environment runs, instead of the one that was used last: a `new` one, because those that waited
   * were thrown away, or the one `frozen` for longest. Invocations only.
   */
  readonly environment?: 'new' | 'frozen';
}

export interface FaultError {
  readonly name: string;
  readonly message: string;
  /** HTTP status of a failed call. Default 500. */
  readonly status?: number;
  /** Members of the error of a failed call beside its message: `CancellationReasons`. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Of a call that answers entry by entry, only these entries fail, by position: PutEvents. */
  readonly entries?: readonly number[];
  /** `before` (default): nothing happened. `after`: it happened, and the answer was lost. */
  readonly when?: 'before' | 'after';
}

/** Decides about a point; `undefined` lets it pass. */
export type FaultPlan = (point: Point) => Verdict | undefined;

/** What a point was allowed to do, once its latency and its faults are behind it. */
export interface Passage {
  /** How often to carry a delivery: 0 when it was dropped, 1 as a rule. Callers of other kinds ignore it. */
  readonly copies: number;
  readonly error: FaultError | undefined;
  /** What a function is taken to have answered instead. */
  readonly answer?: unknown;
  readonly environment?: Verdict['environment'];
}

/**
 * Sees every point at the moment it is let through (`outcome` at once), with the time in epoch ms, and with what
 * faults made of it if any struck: what is seen need not have happened.
 */
export type Observer = (point: Point, at: number, struck?: Passage) => void;

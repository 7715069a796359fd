import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import type { Passage, Point } from '../../lab/kernel/point.ts';
import type { Pattern } from '../comparison/minimum.ts';
import { type FaultKind, KINDS } from './faults/kinds.ts';
import { map, saidOf, shortType, text } from './oracles/rows.ts';
import type { Incident } from './script.ts';

const BOTH: readonly Pattern[] = ['choreography', 'orchestration'];
const CHOREOGRAPHY: readonly Pattern[] = ['choreography'];
const ORCHESTRATION: readonly Pattern[] = ['orchestration'];

/** A branch, or a fault → the patterns that have it. */
type Places = Readonly<Record<string, readonly Pattern[]>>;

/** The branches of recovery, seen from outside: by what is written, who fails and how, and what is delivered. */
const BRANCHES: Places = {
  // Undo, wherever the step stands.
  'Payment: none → VOIDED': BOTH,
  'Payment: FAILED → VOIDED': BOTH,
  'Payment: INTENT → VOIDING': BOTH,
  'Payment: VOIDING → VOIDED': BOTH,
  'Payment: VOIDING → REFUNDED': BOTH,
  'Payment: COMPLETED → REFUNDED': BOTH,
  'Reservation: none → RELEASED': BOTH,
  'Reservation: UNAVAILABLE → RELEASED': BOTH,
  'Reservation: HELD → RELEASED': BOTH,
  'Assignment: none → RELEASED': BOTH,
  'Assignment: UNAVAILABLE → RELEASED': BOTH,
  'Assignment: ASSIGNED → RELEASED': BOTH,
  // The arbiter.
  'rejected: payment-failed': BOTH,
  'rejected: inventory-unavailable': BOTH,
  'rejected: chef-unavailable': BOTH,
  'rejected: reservation-expired': BOTH,
  'rejected: overdue': BOTH,
  'Kitchen: none → rejected': BOTH,
  'said again: kitchen.ready': CHOREOGRAPHY,
  'said again: kitchen.rejected': CHOREOGRAPHY,
  // The reconciler's nudges, and the answers.
  'said again: order.created': CHOREOGRAPHY,
  'said again: order.overdue': CHOREOGRAPHY,
  'said again: order.cancelled': CHOREOGRAPHY,
  'said again: order.timeout': CHOREOGRAPHY,
  'said again: order.completed': CHOREOGRAPHY,
  'said again: payment.completed': CHOREOGRAPHY,
  'said again: inventory.reserved': CHOREOGRAPHY,
  'said again: chef.assigned': CHOREOGRAPHY,
  'said again: chef.released': CHOREOGRAPHY,
  'said again: kitchen.completed': CHOREOGRAPHY,
  // Stock.
  'hold over several shards': BOTH,
  'stock refused': BOTH,
  // Errors that the platform is to repeat.
  'fails: ChargePending': BOTH,
  'fails: ProviderUnavailable': BOTH,
  'fails: NotYetVisible': CHOREOGRAPHY,
  'fails: Runtime.ExitError': BOTH,
  'fails: Sandbox.Timedout': BOTH,
  // Kept whole.
  'kept: ConflictingPayload': BOTH,
  'kept: UnreadableEvent': BOTH,
  'kept: EventTooLarge': BOTH,
  'kept: UnreadableRow': BOTH,
  // Queues and streams.
  'retry queue delivers': CHOREOGRAPHY,
  'dead letter': CHOREOGRAPHY,
  'dead letter redriven': CHOREOGRAPHY,
  'records given up': BOTH,
  // Runs of the state machine.
  'run restarted': ORCHESTRATION,
  'run started by the reconciler': ORCHESTRATION,
  'run aborted': ORCHESTRATION,
  'run redriven': ORCHESTRATION,
  'run: CompensationIncomplete': ORCHESTRATION,
  'task times out': ORCHESTRATION,
  'branch paused': ORCHESTRATION,
};

/** By points that only one pattern has. */
const ONLY: Places = { 'task timeout': ORCHESTRATION };

const INCIDENTS: Readonly<Record<Incident['kind'], readonly Pattern[]>> = {
  outage: BOTH,
  'stream pause': BOTH,
  abort: ORCHESTRATION,
  'second run': ORCHESTRATION,
  forgery: BOTH,
  poison: BOTH,
  redrive: BOTH,
};

/** What the months bring. */
export const MONTHS = ['replay', 'TTL early', 'TTL late'] as const;

/** As a fault is marked when it has struck. */
export const faultMark = (kind: FaultKind | Incident['kind'] | (typeof MONTHS)[number]): string =>
  `fault: ${kind}`;

const FAULTS: Places = Object.fromEntries([
  ...[...KINDS, ...MONTHS].map((kind) => [faultMark(kind), ONLY[kind] ?? BOTH]),
  ...Object.entries(INCIDENTS).map(([kind, patterns]) => [faultMark(kind as Incident['kind']), patterns]),
]);

/** What a simulation must have come to: every fault has struck, and every branch of recovery was taken. */
export const MARKS: Places = { ...FAULTS, ...BRANCHES };

/** Of an execution's history, what a mark needs to see. */
export interface HistoryEvent {
  readonly type: string;
  readonly stateEnteredEventDetails?: { readonly name: string };
}

/** Counts nothing but whether: told of all that happens, it answers which marks were hit. */
export interface Marks {
  readonly hit: ReadonlySet<string>;
  mark(name: string): void;
  onChange(held: string, before: Item | undefined, after: Item | undefined): void;
  /** `struck`: what faults made of it. */
  onPoint(point: Point, struck?: Passage): void;
  onHistory(events: readonly HistoryEvent[]): void;
}

const TRANSITIONS: ReadonlySet<string> = new Set(['Payment', 'Reservation', 'Assignment', 'Kitchen']);

type Json = Readonly<Record<string, unknown>>;

/** Whether a call was carried out, or a delivery made, for all that faults made of it. */
const hasHappened = ({ copies, error }: Passage): boolean =>
  copies > 0 && (error === undefined || error.when === 'after');

export const createMarks = (): Marks => {
  const hit = new Set<string>();
  const mark = (name: string): void => {
    if (MARKS[name] !== undefined) hit.add(name);
  };

  const onRejected = (row: Item): void => {
    const data = map(saidOf(row, 'com.pizzaco.kitchen.rejected'), 'data');
    mark(`rejected: ${text(data, 'reason')?.split(':')[0]}`);
  };

  const onFailed = (payload: Json): void => {
    const result = payload.result as { readonly payload?: { readonly errorType?: string } } | undefined;
    mark(`fails: ${result?.payload?.errorType}`);
  };

  const onOutcome = ({ source, target, payload }: Point): void => {
    if (target === 'failed') onFailed(payload as Json);
    if (source.startsWith('queue:') && target.startsWith('queue:')) mark('dead letter');
    if (!target.startsWith('execution:')) return;
    const { status, error } = payload as { readonly status: string; readonly error?: string };
    if (status === 'ABORTED') mark('run aborted');
    if (error !== undefined) mark(`run: ${error}`);
  };

  const onCall = ({ source, target, payload }: Point): void => {
    if (target === 'states:StartExecution' && source.endsWith('-reconciler')) {
      const { name } = payload as { readonly name: string };
      mark(name.includes('-') ? 'run restarted' : 'run started by the reconciler');
    }
    if (target === 'dynamodb:Query' && source.endsWith('-inventory')) mark('stock refused');
    if (target !== 'sqs:SendMessage') return;
    const { MessageAttributes } = payload as {
      readonly MessageAttributes?: { readonly reason?: { readonly StringValue: string } };
    };
    mark(`kept: ${MessageAttributes?.reason?.StringValue.split(':')[0]}`);
  };

  return {
    hit,
    mark,
    onChange: (held, before, after) => {
      if (!TRANSITIONS.has(held) && held !== 'Order') return;
      const [was, is] = [text(before, 'status') ?? 'none', text(after, 'status') ?? 'none'];
      if (was !== is && held !== 'Order') mark(`${held}: ${was} → ${is}`);
      if (after === undefined) return;
      if (held === 'Kitchen' && is === 'rejected' && was !== is) onRejected(after);
      const outbox = text(after, 'outbox');
      if (outbox !== undefined && (saidOf(before, outbox) !== undefined || outbox.endsWith('overdue')))
        mark(`said again: ${shortType(outbox)}`);
      const holdings = held === 'Reservation' ? (map(after, 'holdings') ?? {}) : {};
      for (const ingredient in holdings)
        if (Object.keys(map(holdings, ingredient) ?? {}).length > 1) mark('hold over several shards');
    },
    onHistory: (events) => {
      for (const { type, stateEnteredEventDetails: entered } of events) {
        if (type === 'TaskTimedOut') mark('task times out');
        if (type === 'ExecutionRedriven') mark('run redriven');
        if (entered?.name.endsWith('Pause')) mark('branch paused');
      }
    },
    onPoint: (point, struck) => {
      if (struck !== undefined && !hasHappened(struck)) return;
      switch (point.kind) {
        case 'outcome':
          onOutcome(point);
          return;
        case 'call':
          onCall(point);
          return;
        case 'delivery':
          if (point.source.startsWith('queue:')) mark('retry queue delivers');
          return;
        default:
      }
    },
  };
};

import { countBookings, countStock, scan } from './books.ts';
import type { SimulatedLab } from './lab.ts';
import type { MONTHS } from './marks.ts';
import { number } from './oracles/rows.ts';
import type { Safety } from './oracles/safety.ts';
import type { Violate } from './oracles/violation.ts';
import { comeToRest, type Restless } from './rest.ts';
import type { Aftermath } from './script.ts';
import type { Stage } from './stage.ts';
import type { Witness } from './witness.ts';

const CALLER = { name: 'user' };
const SECOND = 1_000;

/** A rule of the bus, as ListRules has it. */
interface Rule {
  readonly Name: string;
  readonly ScheduleExpression?: string;
}

/** A world at rest. */
interface Rested {
  readonly lab: SimulatedLab;
  readonly stage: Stage;
  readonly world: Omit<Restless, 'quietFrom'>;
  readonly safety: Safety;
  readonly witness: Witness;
  readonly orderIds: readonly string[];
}

interface PassOptions {
  readonly violate: Violate;
  /** Sends every request once more that was answered. */
  readonly askAgain: () => void;
  readonly onFault: (what: (typeof MONTHS)[number]) => void;
}

/**
 * What the months bring to a world at rest. First everything comes once more: events from an archive, executions that
 * somebody starts, requests that customers repeat. Then TTL removes the rows, the moment they expire or days late.
 * What is counted stays as it was.
 */
export const passMonths = async (
  { replayMs, ttlDelayMs }: Aftermath,
  { lab, stage, world, safety, witness, orderIds }: Rested,
  { violate, askAgain, onFault }: PassOptions,
): Promise<void> => {
  const { clock } = lab.kernel;
  const before = countAll(lab, stage);
  const settle = async (): Promise<void> => {
    if (!(await comeToRest(lab, stage, { ...world, quietFrom: clock.now() })))
      violate('L5', undefined, 'no rest, months after');
    safety.settle();
    const after = countAll(lab, stage);
    if (after.ledger !== before.ledger) violate('S1', undefined, 'money has moved, months after');
    if (after.stock !== before.stock) violate('S4', undefined, 'stock has moved, months after');
    if (after.bookings !== before.bookings) violate('S4', undefined, 'chefs are booked, months after');
  };

  await idle(lab, replayMs);
  onFault('replay');
  replay(lab, stage, witness);
  askAgain();
  await settle();
  await idle(lab, lastExpiry(safety, orderIds) + ttlDelayMs + SECOND - clock.now());
  onFault(ttlDelayMs === 0 ? 'TTL early' : 'TTL late');
  await settle();
};

/** Lets time pass without the schedules' rules: with no order open they would find nothing, every minute of months. */
const idle = async ({ gate, kernel: { clock } }: SimulatedLab, forMs: number): Promise<void> => {
  const call = (operation: string, input: object): Promise<unknown> =>
    clock.settle(gate.call({ service: 'events', operation, input, caller: CALLER }));
  const { Rules } = (await call('ListRules', {})) as { readonly Rules: readonly Rule[] };
  const schedules = Rules.filter(({ ScheduleExpression }) => ScheduleExpression !== undefined);
  for (const { Name } of schedules) await call('DisableRule', { Name });
  await clock.settle(clock.sleep(forMs));
  for (const { Name } of schedules) await call('EnableRule', { Name });
};

/** Every event, as an archive of the bus would send it, and every execution, under another name. */
const replay = ({ gate }: SimulatedLab, { bus, stateMachine }: Stage, witness: Witness): void => {
  const send = (service: string, operation: string, input: object): void =>
    void gate.call({ service, operation, input, caller: CALLER });
  for (const { event } of witness.published) {
    const entry = { Source: event.source, DetailType: event.type, Detail: JSON.stringify(event) };
    send('events', 'PutEvents', { Entries: [{ EventBusName: bus, ...entry }] });
  }
  const inputs = new Map(witness.starts.map(({ name, input }) => [name, input]));
  for (const [name, input] of inputs)
    send('states', 'StartExecution', { stateMachineArn: stateMachine, name: `${name}-replayed`, input });
};

const ROWS = ['Order', 'Payment', 'Reservation', 'Assignment', 'Kitchen'];

/** When the last row of these orders expires, epoch ms. */
const lastExpiry = (safety: Safety, orderIds: readonly string[]): number => {
  const expiries = orderIds.flatMap((orderId) => {
    const rows = safety.rowsOf(orderId);
    return ROWS.map((held) => (number(rows[held], 'expiresOn') ?? 0) * SECOND);
  });
  return Math.max(0, ...expiries);
};

const countAll = (lab: SimulatedLab, stage: Stage) => ({
  ledger: scan(lab, stage, 'Ledger').length,
  stock: JSON.stringify([...countStock(lab, stage)]),
  bookings: JSON.stringify([...countBookings(lab, stage)]),
});

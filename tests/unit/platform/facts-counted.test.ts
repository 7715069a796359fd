import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { parseEvent, paymentCompleted } from '../../../src/contracts/index.ts';
import { type ChangeDeps, change } from '../../../src/platform/change.ts';
import type { Command } from '../../../src/platform/command.ts';
import { type Decide, type Row, write } from '../../../src/platform/row.ts';
import { read } from '../../contracts/samples.ts';
import { memoryRows } from '../fakes/rows.ts';
import { measured } from './measured.ts';

const deps = (rows = memoryRows<Row>()): ChangeDeps<Row> => ({
  rows,
  clock: () => 0,
  pause: async () => undefined,
  trace: () => undefined,
});
const command = (attempt = 1): Command => ({
  name: 'pay',
  orderId: '12345',
  data: undefined,
  cause: { id: 'cause', hash: 'hash', attempt },
});
const sample = parseEvent(read('payment.completed'));
const fact = { type: paymentCompleted.type, data: sample.data };
const pay: Decide<Row, unknown> = () => write<Row>({ status: 'paid' }, fact);
const counted = { Fact: 'payment.completed', correlationId: '12345', Facts: 1 };

describe('a fact is counted', () => {
  it('when it is said, and not when it is said again for a duplicate or a nudge', async () => {
    const world = deps();
    const lines = await measured(async () => {
      for (const attempt of [1, 1, 2]) await change(world, command(attempt), pay, { take: 'read' });
    });
    expect(lines).toEqual([counted]);
  });

  it('once the write has succeeded, not for a try that met a conflict', async () => {
    const rows = memoryRows<Row>();
    let conflicts = 2;
    const contended = {
      ...rows,
      write: async (...args: Parameters<typeof rows.write>) =>
        conflicts-- > 0 ? { kind: 'conflict' as const, row: undefined } : rows.write(...args),
    };
    expect(await measured(() => change(deps(contended), command(), pay, { take: 'read' }))).toEqual([
      counted,
    ]);
  });

  it('with what the decision measured', async () => {
    const decide: Decide<Row, unknown> = () => ({
      kind: 'write',
      state: { status: 'ready' },
      measures: { FirstToAllReceived: 250 },
    });
    expect(await measured(() => change(deps(), command(), decide, { take: 'read' }))).toEqual([
      { correlationId: '12345', FirstToAllReceived: 250 },
    ]);
  });
});

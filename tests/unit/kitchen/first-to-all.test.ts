import { describe, expect, it } from '@jest/globals';
import { decideAll, decideArrival, type KitchenRow } from '../../../src/services/kitchen/decisions.ts';
import { arrival, command, facts, rows } from './given.ts';

const at = (seconds: number): string =>
  new Date(Date.parse('2026-01-13T10:05:00Z') + seconds * 1000).toISOString();
const NOW = Date.parse(at(60));

const paid = { ...facts.paid, time: at(3) };
const reserved = { ...facts.reserved, time: at(1) };
const assigned = { ...facts.assigned, time: at(2) };

describe('from the first fact to all three', () => {
  it('is measured when the last comes in, from when the first was said, in whatever order they came', () => {
    let row: KitchenRow | undefined;
    for (const [name, fact] of Object.entries({ paid, reserved, assigned })) {
      const decision = decideArrival(NOW)(row, { ...arrival(name as 'paid'), data: fact });
      if (decision.kind === 'keep') throw new Error(`${name} was not taken`);
      row = { ...rows.waitingForAll, ...decision.state } as KitchenRow;
      expect(decision.measures).toEqual(name === 'assigned' ? { FirstToAllReceived: 59_000 } : undefined);
    }
    // The row of a ready order is no longer than it was.
    expect(row).not.toHaveProperty('since');
  });

  it('is the same when they come all at once', () => {
    const decision = decideAll(NOW)(undefined, command('decide', [paid, reserved, assigned]));
    expect(decision).toMatchObject({ measures: { FirstToAllReceived: 59_000 } });
  });

  it('is not measured when the order is rejected', () => {
    expect(decideAll(NOW)(undefined, command('decide', [paid, facts.noChef]))).not.toHaveProperty('measures');
  });
});

import '../fakes/runtime.ts';
import { expect, it } from '@jest/globals';
import { orderCancelled } from '../../../src/contracts/index.ts';
import type { OrderRow } from '../../../src/services/order/decisions.ts';
import { reconcile } from '../../../src/services/order/reconcile.ts';
import { measured } from '../platform/measured.ts';
import { MINUTE, rows, TEN } from './given.ts';

const cancelledAt = (time: number): OrderRow => ({
  ...rows.created,
  status: 'cancelled',
  said: {
    [orderCancelled.type]: {
      time: new Date(time).toISOString(),
      data: { reason: 'inventory-unavailable' },
      attempt: 1,
      causationid: 'cause',
    },
  },
});
const look = (due: readonly OrderRow[]) =>
  measured(() => reconcile({ due: async () => [...due], clock: () => TEN, look: async () => undefined }));

it('measures the longest compensation among the orders it looks at', async () => {
  const due = [rows.created, cancelledAt(TEN - 5 * MINUTE), cancelledAt(TEN - 90 * MINUTE)];
  expect(await look(due)).toEqual([{ CompensationAge: 90 * 60 }]);
});

it('measures none when nothing is being undone', async () => {
  expect(await look([rows.created])).toEqual([{ CompensationAge: 0 }]);
});

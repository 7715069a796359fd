import { kitchenReady, orderCancelled, orderCreated, orderTimeout } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import {
  confirmReservation,
  type InventoryDeps,
  reserveInventory,
  undoReservation,
} from '../services/inventory/operations.ts';
import { commandFor, orderOf, type Tasks } from './task.ts';

export const inventoryTasks = (deps: InventoryDeps): Tasks => ({
  reserveInventory: (task) => answer(reserveInventory(deps), commandFor(task, 'reserve', orderOf(task))),
  confirmHold: async (task) => {
    await confirmReservation(deps)(commandFor(task, 'confirm', undefined));
    return undefined;
  },
  undoReservation: (task) => answer(undoReservation(deps), commandFor(task, 'undo', undefined)),
});

export const inventoryMeanings = {
  [orderCreated.type]: 'reserveInventory',
  [kitchenReady.type]: 'confirmHold',
  [orderCancelled.type]: 'undoReservation',
  [orderTimeout.type]: 'undoReservation',
};

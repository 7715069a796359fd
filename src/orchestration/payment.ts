import { orderCancelled, orderCreated, orderTimeout } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import { chargePayment, type PaymentDeps, undoPayment } from '../services/payment/operations.ts';
import { commandFor, orderOf, type Tasks } from './task.ts';

export const paymentTasks = (deps: PaymentDeps): Tasks => ({
  chargePayment: (task) => answer(chargePayment(deps), commandFor(task, 'charge', orderOf(task))),
  undoPayment: (task) => answer(undoPayment(deps), commandFor(task, 'undo', undefined)),
});

export const paymentMeanings = {
  [orderCreated.type]: 'chargePayment',
  [orderCancelled.type]: 'undoPayment',
  [orderTimeout.type]: 'undoPayment',
};

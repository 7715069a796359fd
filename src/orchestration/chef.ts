import {
  kitchenCompleted,
  orderCancelled,
  orderCompleted,
  orderCreated,
  orderTimeout,
} from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import { assignChef, type ChefDeps, freeChef, undoAssignment } from '../services/chef/operations.ts';
import { commandFor, orderOf, type Tasks } from './task.ts';

export const chefTasks = (deps: ChefDeps): Tasks => ({
  assignChef: (task) => answer(assignChef(deps), commandFor(task, 'assign', orderOf(task))),
  freeChef: (task) => answer(freeChef(deps), commandFor(task, 'free', undefined)),
  undoAssignment: (task) => answer(undoAssignment(deps), commandFor(task, 'undo', undefined)),
});

export const chefMeanings = {
  [orderCreated.type]: 'assignChef',
  [kitchenCompleted.type]: 'freeChef',
  [orderCompleted.type]: 'freeChef',
  [orderCancelled.type]: 'undoAssignment',
  [orderTimeout.type]: 'undoAssignment',
};

import type { Store } from '../store.ts';
import { only, required } from './members.ts';

/** Deleting what is not there succeeds. */
export const deleteStateMachine = (store: Store) => (input: { readonly stateMachineArn: string }) => {
  only('DeleteStateMachine', input, 'stateMachineArn');
  const { stateMachineArn } = required(input, 'stateMachineArn');
  if (store.find(stateMachineArn) !== undefined) store.remove(stateMachineArn);
  return {};
};

import { epochSeconds } from '../history.ts';
import { createRedrives } from '../redrive.ts';
import type { Store } from '../store.ts';
import { only } from './members.ts';

interface Input {
  readonly executionArn: string;
  readonly clientToken?: string;
}

export const redriveExecution = (store: Store) => {
  const redrive = createRedrives();
  return (input: Input) => {
    only('RedriveExecution', input, 'executionArn', 'clientToken');
    return { redriveDate: epochSeconds(redrive(store.execution(input.executionArn), input.clientToken)) };
  };
};

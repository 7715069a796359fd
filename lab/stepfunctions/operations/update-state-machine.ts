import { AwsError } from '../../kernel/aws-error.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { epochSeconds } from '../history.ts';
import { type Machine, type Revision, revise } from '../machine.ts';
import type { Store } from '../store.ts';
import { only, required } from './members.ts';

interface Input extends Partial<Revision> {
  readonly stateMachineArn: string;
}

/** Puts a revised machine in the place of the one that is there. Running executions keep theirs. */
export type Update = (machine: Machine, revision: Revision) => Machine;

export const createUpdate =
  (store: Store, { clock, random }: Pick<Kernel, 'clock' | 'random'>): Update =>
  (machine, revision) => {
    const revised = revise(machine, revision, { revisionId: random.uuid(), updatedAt: clock.now() });
    store.replace(revised);
    return revised;
  };

const CHANGES = [
  ...['definition', 'roleArn'],
  ...['loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'],
];

export const updateStateMachine = (store: Store, update: Update) => (input: Input) => {
  only('UpdateStateMachine', input, 'stateMachineArn', ...CHANGES);
  const { stateMachineArn, ...changes } = input;
  required(input, 'stateMachineArn');
  const machine = store.machine(stateMachineArn);
  if (Object.keys(changes).length === 0) {
    const message =
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified';
    throw new AwsError('MissingRequiredParameter', message);
  }
  const { updatedAt, revisionId } = update(machine, { ...machine, ...changes });
  return { updateDate: epochSeconds(updatedAt), revisionId };
};

import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../kernel/aws-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { epochSeconds } from '../history.ts';
import { createMachine, type Machine, type MachineSettings } from '../machine.ts';
import type { Store } from '../store.ts';
import { only, required } from './members.ts';

/** Tags are accepted and have no effect. */
interface Input extends Partial<MachineSettings> {
  readonly tags?: readonly object[];
}

const MEMBERS = [
  ...['name', 'definition', 'roleArn', 'type', 'tags'],
  ...['loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'],
];

/** What a second request has to have in common with the first to be the same. The role is not looked at. */
const IDENTITY = [
  ...(['name', 'definition', 'type'] as const),
  ...(['loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'] as const),
];

/** "CreateStateMachine is an idempotent API": a machine that is there already is answered as it is. */
export const createStateMachine = (store: Store, clock: Clock) => (input: Input) => {
  only('CreateStateMachine', input, ...MEMBERS);
  const { tags: _, ...given } = input;
  const { name, definition, roleArn } = required(given, 'name', 'definition', 'roleArn');
  const type = typeOf(given.type);
  const machine = createMachine({ ...given, name, definition, roleArn, type }, clock.now());
  const known = store.find(machine.arn);
  if (known === undefined) store.add(machine);
  else if (!isSame(known, machine)) {
    throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machine.arn}'`);
  }
  return { stateMachineArn: machine.arn, creationDate: epochSeconds((known ?? machine).createdAt) };
};

const isSame = (known: Machine, machine: Machine): boolean =>
  IDENTITY.every((member) => isDeepStrictEqual(known[member], machine[member]));

const typeOf = (type: string | undefined) => {
  if (type === undefined || type === 'STANDARD' || type === 'EXPRESS') return type ?? 'STANDARD';
  const constraint = 'Member must satisfy enum value set: [STANDARD, EXPRESS]';
  throw new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${type}' at 'type' failed to satisfy constraint: ${constraint}`,
  );
};

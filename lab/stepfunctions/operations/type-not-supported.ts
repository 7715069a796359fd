import { AwsError } from '../../kernel/aws-error.ts';
import type { Machine } from '../machine.ts';

const refuse = (): never => {
  throw new AwsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );
};

/** @throws AwsError StateMachineTypeNotSupported. */
export const standardOnly = ({ type }: Machine): void => {
  if (type !== 'STANDARD') refuse();
};

/** @throws AwsError StateMachineTypeNotSupported. */
export const expressOnly = ({ type }: Machine): void => {
  if (type !== 'EXPRESS') refuse();
};

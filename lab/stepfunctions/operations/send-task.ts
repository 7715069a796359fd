import { AwsError } from '../../kernel/aws-error.ts';
import { StateFailure } from '../errors.ts';
import { readPayload } from '../payload.ts';
import type { TaskTokens } from '../task-tokens.ts';
import { only, required } from './members.ts';

interface Task {
  readonly taskToken: string;
}

/** `output` is JSON text. */
export const sendTaskSuccess = (tokens: TaskTokens) => (input: Task & { readonly output: string }) => {
  only('SendTaskSuccess', input, 'taskToken', 'output');
  const { taskToken, output } = required(input, 'taskToken', 'output');
  const value = parseOutput(output);
  tokens.find(taskToken).succeed(value);
  tokens.close(taskToken);
  return {};
};

export const sendTaskFailure =
  (tokens: TaskTokens) => (input: Task & { readonly error?: string; readonly cause?: string }) => {
    only('SendTaskFailure', input, 'taskToken', 'error', 'cause');
    const { taskToken, error, cause } = required(input, 'taskToken');
    tokens.find(taskToken).fail(new StateFailure(error, cause));
    tokens.close(taskToken);
    return {};
  };

export const sendTaskHeartbeat = (tokens: TaskTokens) => (input: Task) => {
  only('SendTaskHeartbeat', input, 'taskToken');
  tokens.find(required(input, 'taskToken').taskToken).heartbeat();
  return {};
};

const parseOutput = (output: string): unknown =>
  readPayload(output, 'output', (reason) => new AwsError('InvalidOutput', `Invalid Output: '${reason}'`));

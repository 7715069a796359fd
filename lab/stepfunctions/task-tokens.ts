import { AwsError } from '../kernel/aws-error.ts';
import type { Random } from '../kernel/random.ts';
import type { StateFailure } from './errors.ts';

/** A task that waits for whoever has its token. */
export interface WaitingTask {
  succeed(output: unknown): void;
  fail(failure: StateFailure): void;
  /** Sets the heartbeat clock back. */
  heartbeat(): void;
}

/** The tokens of the tasks that wait ("Wait for a Callback with Task Token"). */
export interface TaskTokens {
  issue(task: WaitingTask): string;
  /** The task has ended: its token is good for nothing from now on. */
  close(token: string): void;
  /** @throws AwsError InvalidToken for what no token looks like, TaskTimedOut once the task has ended. */
  find(token: string): WaitingTask;
}

const PREFIX = 'AQCkAAAAKgAAAAMAAAAAAAAAA';
const RANDOM_BYTES = 48;
const TOKEN = new RegExp(`^${PREFIX}[A-Za-z0-9+/]{${(RANDOM_BYTES / 3) * 4}}$`);

export const createTaskTokens = (random: Random): TaskTokens => {
  const waiting = new Map<string, WaitingTask>();
  return {
    issue: (task) => {
      const token = `${PREFIX}${Buffer.from(random.bytes(RANDOM_BYTES)).toString('base64')}`;
      waiting.set(token, task);
      return token;
    },
    close: (token) => void waiting.delete(token),
    find: (token) => {
      if (!TOKEN.test(token)) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
      const task = waiting.get(token);
      if (task) return task;
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    },
  };
};

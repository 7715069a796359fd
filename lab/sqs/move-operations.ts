import { AwsError } from '../kernel/aws-error.ts';
import type { Timer } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Caller, Operation } from '../kernel/service.ts';
import { messageBytes } from './digests.ts';
import type { CountRequest } from './message-operations.ts';
import type { Queue, Released } from './queue.ts';
import type { QueueRegister } from './queues.ts';
import { invalidParameter, optionalInteger } from './requests.ts';

type Status = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** Messages on their way from a dead-letter queue to another queue. */
interface MoveTask {
  readonly handle: string;
  readonly source: Queue;
  /** Undefined: each message goes to the queue that it came from. */
  readonly destinationArn: string | undefined;
  readonly perSecond: number | undefined;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly total: number;
  status: Status;
  moved: number;
  failure: string | undefined;
  timer: Timer | undefined;
}

/** Also the pace when the request leaves it to the service, which publishes none. */
const MAX_PER_SECOND = 500;
/** Tasks of a queue that ListMessageMoveTasks can tell of. */
const MAX_TASKS = 10;

const notFound = (parameter: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    { status: 404 },
  );

/**
 * Moving messages out of a dead-letter queue, once a second as many as the pace allows. Moved ones are new messages.
 * Source: SQS Developer Guide, "Learn how to configure a dead-letter queue redrive", and the SQS API reference.
 */
export const moveOperations = (kernel: Kernel, queues: QueueRegister, count: CountRequest) => {
  const { clock, random } = kernel;
  const tasks = new WeakMap<Queue, readonly MoveTask[]>();

  const findByArn = (arn: string | undefined, parameter: string): Queue => {
    if (arn === undefined)
      throw new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
    const queue = queues.get(arn);
    if (queue?.settings.arn !== arn) throw notFound(parameter);
    return queue;
  };

  const tasksOf = (source: Queue): readonly MoveTask[] => tasks.get(source) ?? [];

  const isDeadLetterQueue = ({ settings }: Queue): boolean =>
    queues.all().some((queue) => queue.settings.RedrivePolicy?.deadLetterTargetArn === settings.arn);

  const visible = (queue: Queue): number => queue.peek().filter(({ state }) => state === 'visible').length;

  const end = (task: MoveTask, status: Status, failure?: string): void => {
    task.status = status;
    task.failure = failure;
    task.timer?.cancel();
  };

  const targetOf = ({ destinationArn }: MoveTask, { sourceArn }: Released): Queue | undefined =>
    queues.get(destinationArn ?? sourceArn ?? '');

  const carry = (task: MoveTask, message: Released, caller: string): void => {
    const target = targetOf(task, message);
    if (target === undefined) return;
    const { body, messageAttributes, traceHeader } = message;
    target.send({ body, messageAttributes, traceHeader }, 0);
    count(target, caller, messageBytes(body, messageAttributes));
    task.moved++;
  };

  /** A message that has nowhere to go stays, and the task fails. */
  const step = (task: MoveTask, caller: string): void => {
    const { source, perSecond = MAX_PER_SECOND } = task;
    const most = Math.min(perSecond, task.total - task.moved);
    const batch = source.release(most, (message) => targetOf(task, message) !== undefined);
    for (const message of batch) carry(task, message, caller);
    if (task.moved >= task.total) end(task, 'COMPLETED');
    else if (batch.length > 0) task.timer = clock.after(1000, () => step(task, caller));
    else if (visible(source) === 0) end(task, 'COMPLETED');
    else end(task, 'FAILED', 'AWS.SimpleQueueService.NonExistentQueue');
  };

  return {
    StartMessageMoveTask: (
      input: {
        readonly SourceArn?: string;
        readonly DestinationArn?: string;
        readonly MaxNumberOfMessagesPerSecond?: number;
      },
      caller: Caller,
    ) => {
      const { DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: pace } = input;
      const perSecond = optionalInteger('MaxNumberOfMessagesPerSecond', pace, 1, MAX_PER_SECOND);
      const source = findByArn(input.SourceArn, 'SourceArn');
      if (!isDeadLetterQueue(source))
        throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
      if (destinationArn !== undefined && findByArn(destinationArn, 'DestinationArn') === source)
        throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
      if (tasksOf(source).some(({ status }) => status === 'RUNNING')) {
        throw new AwsError(
          'UnsupportedOperation',
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      const task: MoveTask = {
        ...{ source, destinationArn, perSecond },
        handle: Buffer.from(`${random.uuid()}/${source.settings.arn}`).toString('base64'),
        startedAt: clock.now(),
        total: visible(source),
        status: 'RUNNING',
        moved: 0,
        failure: undefined,
        timer: undefined,
      };
      tasks.set(source, [task, ...tasksOf(source)].slice(0, MAX_TASKS));
      count(source, caller.name, 0);
      task.timer = clock.after(0, () => step(task, caller.name));
      return { TaskHandle: task.handle };
    },

    ListMessageMoveTasks: (
      input: { readonly SourceArn?: string; readonly MaxResults?: number },
      caller: Caller,
    ) => {
      const source = findByArn(input.SourceArn, 'SourceArn');
      const max = optionalInteger('MaxResults', input.MaxResults, 1, MAX_TASKS) ?? 1;
      count(source, caller.name, 0);
      return {
        Results: tasksOf(source)
          .slice(0, max)
          .map((task) => ({
            ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
            Status: task.status,
            SourceArn: source.settings.arn,
            ...(task.destinationArn && { DestinationArn: task.destinationArn }),
            ...(task.perSecond && { MaxNumberOfMessagesPerSecond: task.perSecond }),
            ApproximateNumberOfMessagesMoved: task.moved,
            ApproximateNumberOfMessagesToMove: task.total,
            ...(task.failure && { FailureReason: task.failure }),
            StartedTimestamp: task.startedAt,
          })),
      };
    },

    CancelMessageMoveTask: (input: { readonly TaskHandle?: string }, caller: Caller) => {
      const source = queues.get(Buffer.from(input.TaskHandle ?? '', 'base64').toString());
      const task = source && tasksOf(source).find(({ handle }) => handle === input.TaskHandle);
      if (task === undefined || task.status !== 'RUNNING') {
        throw new AwsError('ResourceNotFoundException', 'Task does not exist.', { status: 404 });
      }
      end(task, 'CANCELLED');
      count(task.source, caller.name, 0);
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  } satisfies Record<string, Operation>;
};

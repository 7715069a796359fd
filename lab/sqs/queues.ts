import { allows, type Policy, type PolicyRequest, parseResourcePolicy } from '../iam/resource-policy.ts';
import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { QueueSettings } from './properties.ts';
import { createMessageQueue, type Queue } from './queue.ts';

/** All queues by name, and their policies. */
export interface QueueRegister {
  /** By a queue's URL, whatever its host, or its ARN or name. */
  get(urlOrArn: string): Queue | undefined;
  /** As `get`; throws QueueDoesNotExist. */
  find(urlOrArn: string): Queue;
  /** As `find`, for a request's QueueUrl, which may be missing. */
  findByUrl(queueUrl: string | undefined): Queue;
  /** In the order of their creation. */
  all(): readonly Queue[];
  /**
   * Makes a queue with this policy document, or none. Throws QueueNameExists, InvalidParameterValue when the dead-letter
   * queue does not exist, and as `setPolicy` does.
   */
  add(settings: QueueSettings, document?: unknown): Queue;
  /** Gives a queue other settings; throws as `add` does. */
  configure(queue: Queue, settings: QueueSettings): void;
  remove(queue: Queue): void;
  urlOf(queue: Queue): string;
  /** The policy's document; undefined without one. */
  policyOf(queue: Queue): unknown;
  /** Sets a policy document, or none. Throws an Error that names an element the lab does not understand. */
  setPolicy(queue: Queue, document: unknown): void;
  permits(queue: Queue, request: PolicyRequest): boolean;
}

const readPolicy = (document: unknown): Policy => parseResourcePolicy(document, 'AWS::SQS::QueuePolicy');

const nameOf = (urlOrArn: string): string => urlOrArn.split(/[/:]/).at(-1) ?? '';

export const createQueueRegister = (kernel: Kernel): QueueRegister => {
  const queues = new Map<string, Queue>();
  const policies = new Map<Queue, { readonly document: unknown; readonly policy: Policy }>();

  const find = (urlOrArn: string): Queue => {
    const queue = queues.get(nameOf(urlOrArn));
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  };

  const checkTarget = ({ RedrivePolicy }: QueueSettings): void => {
    if (RedrivePolicy === undefined || queues.has(nameOf(RedrivePolicy.deadLetterTargetArn))) return;
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${JSON.stringify(RedrivePolicy)} for parameter RedrivePolicy is invalid. ` +
        'Reason: Dead letter target does not exist.',
    );
  };

  return {
    get: (urlOrArn) => queues.get(nameOf(urlOrArn)),
    find,
    findByUrl: (queueUrl) => {
      if (queueUrl !== undefined) return find(queueUrl);
      throw new AwsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
    },
    all: () => [...queues.values()],
    add: (settings, document) => {
      if (queues.has(settings.name))
        throw new AwsError('QueueNameExists', `A queue named ${settings.name} already exists.`);
      checkTarget(settings);
      const policy = document === undefined ? undefined : readPolicy(document);
      const queue = createMessageQueue(kernel, settings, (arn) => queues.get(nameOf(arn)));
      queues.set(settings.name, queue);
      if (policy !== undefined) policies.set(queue, { document, policy });
      return queue;
    },
    configure: (queue, settings) => {
      checkTarget(settings);
      queue.configure(settings);
    },
    remove: (queue) => {
      queue.purge();
      policies.delete(queue);
      queues.delete(queue.settings.name);
    },
    urlOf: ({ settings }) =>
      `https://sqs.${account.region}.${account.urlSuffix}/${account.accountId}/${settings.name}`,
    policyOf: (queue) => policies.get(queue)?.document,
    setPolicy: (queue, document) => {
      if (document === undefined) policies.delete(queue);
      else policies.set(queue, { document, policy: readPolicy(document) });
    },
    permits: (queue, request) => allows(policies.get(queue)?.policy ?? [], request),
  };
};

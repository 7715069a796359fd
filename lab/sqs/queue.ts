import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Timer } from '../kernel/clock.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ReceivedMessage } from '../kernel/ports.ts';
import { type MessageAttributes, md5 } from './digests.ts';
import type { QueueSettings } from './properties.ts';

/** What a sender gives. */
export interface Draft {
  readonly body: string;
  readonly messageAttributes: MessageAttributes;
  readonly traceHeader?: string | undefined;
}

/** A message in a queue; moments in epoch ms. */
interface Message extends Draft {
  readonly id: string;
  readonly sentAt: number;
  /** When it came into this queue. */
  readonly arrivedAt: number;
  visibleAt: number;
  /** Receives in all queues, as ApproximateReceiveCount counts; and how many of them before this queue. */
  receiveCount: number;
  receivedElsewhere: number;
  firstReceivedAt: number | undefined;
  /** The queue that gave it up, in a dead-letter queue. */
  readonly sourceArn: string | undefined;
  /** The receipt handle of the latest receive from this queue. */
  receipt: string | undefined;
  /** Runs when the message becomes visible, as long as somebody wants to know. */
  wake: Timer | undefined;
}

export type MessageState = 'visible' | 'inFlight' | 'delayed';

/** A message as `peek` shows it. `sentAt` in epoch ms. */
export interface PeekedMessage extends Draft {
  readonly messageId: string;
  readonly sentAt: number;
  /** When it came into this queue, epoch ms: another moment than `sentAt` in a dead-letter queue. */
  readonly arrivedAt: number;
  readonly receiveCount: number;
  /** Receives from this queue. */
  readonly receivedHere: number;
  readonly state: MessageState;
}

/** A message on its way to another queue, and the queue that gave it up before, if one did. */
export interface Released extends Draft {
  readonly sourceArn: string | undefined;
}

/** One standard queue: at least once, oldest first as long as nothing comes back. */
export interface Queue {
  readonly settings: QueueSettings;
  /** Epoch ms, both. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** Gives the queue other settings; messages stay. */
  configure(settings: QueueSettings): void;
  /** Adds a message, `delayMs` from being visible; answers its id. */
  send(draft: Draft, delayMs: number): string;
  /** Takes over a message that its source queue has given up: id, age and receive count stay. */
  adopt(message: Message, sourceArn: string): void;
  /** Takes the oldest visible messages that somebody accepts out of the queue for good. */
  release(max: number, accepts: (message: Released) => boolean): readonly Released[];
  /** Takes up to `max` visible messages and hides them for `hiddenMs`. */
  receive(max: number, hiddenMs: number): readonly ReceivedMessage[];
  /** Deletes the message received under this handle; a handle that a later receive replaced does nothing. */
  delete(receiptHandle: string): void;
  /** Hides a received message for `hiddenMs` from now on. */
  hide(receiptHandle: string, hiddenMs: number): void;
  /** Drops all messages, and with them the timers that wait for one. */
  purge(): void;
  subscribe(onVisible: () => void): () => void;
  peek(): readonly PeekedMessage[];
}

/** As the queue itself sees it. */
type Changing = Queue & { settings: QueueSettings; changedAt: number };

const receivedMessage = (message: Message, receiptHandle: string): ReceivedMessage => ({
  messageId: message.id,
  receiptHandle,
  body: message.body,
  md5OfBody: md5(message.body),
  attributes: {
    SenderId: account.accountId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.sourceArn === undefined ? {} : { DeadLetterQueueSourceArn: message.sourceArn }),
    ...(message.traceHeader === undefined ? {} : { AWSTraceHeader: message.traceHeader }),
  },
  messageAttributes: message.messageAttributes,
});

/**
 * Nothing here polls: a message's return to visibility is a timer only while somebody is subscribed, so that
 * messages nobody waits for do not keep the world from rest.
 */
export const createMessageQueue = (
  kernel: Kernel,
  initial: QueueSettings,
  findQueue: (queueArn: string) => Queue | undefined,
): Queue => {
  const { clock } = kernel;
  const point = `queue:${initial.name}`;
  const messages = new Map<string, Message>();
  const subscribers = new Set<() => void>();

  const announce = (): void => {
    for (const onVisible of [...subscribers]) onVisible();
  };

  const remove = (message: Message): void => {
    message.wake?.cancel();
    messages.delete(message.id);
  };

  /** Announces the message now or, if it is hidden, once it no longer is. */
  const watch = (message: Message): void => {
    message.wake?.cancel();
    message.wake = undefined;
    const hiddenMs = message.visibleAt - clock.now();
    if (hiddenMs > 0 && subscribers.size > 0) message.wake = clock.after(hiddenMs, announce);
  };

  const add = (message: Message): void => {
    messages.set(message.id, message);
    watch(message);
    if (message.visibleAt <= clock.now()) announce();
  };

  const expired = (message: Message): boolean =>
    clock.now() - message.sentAt >= queue.settings.MessageRetentionPeriod * 1000;

  /** Retention removes in its own time on AWS; in the lab when a receive comes by. */
  const dropExpired = (message: Message): void => {
    remove(message);
    kernel.tell(point, 'expired', { messageId: message.id, body: message.body });
  };

  /** Where a message goes that was received too often; undefined as long as it stays. */
  const deadLetterQueue = (message: Message): Queue | undefined => {
    const { RedrivePolicy: policy } = queue.settings;
    if (policy === undefined || message.receiveCount - message.receivedElsewhere < policy.maxReceiveCount)
      return undefined;
    return findQueue(policy.deadLetterTargetArn);
  };

  const redrive = (message: Message, target: Queue): void => {
    remove(message);
    kernel.tell(point, `queue:${target.settings.name}`, { messageId: message.id, body: message.body });
    target.adopt(message, queue.settings.arn);
  };

  const take = (message: Message, hiddenMs: number): ReceivedMessage => {
    const now = clock.now();
    message.receiveCount++;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + hiddenMs;
    const receipt = [queue.settings.name, message.id, message.receiveCount].join('/');
    message.receipt = Buffer.from(receipt).toString('base64');
    watch(message);
    return receivedMessage(message, message.receipt);
  };

  /** The message that the handle is of, if it is still there and not received again since. */
  const find = (receiptHandle: string): Message | undefined => {
    const [name, id = ''] = Buffer.from(receiptHandle, 'base64').toString().split('/');
    if (name !== queue.settings.name) {
      throw new AwsError(
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      );
    }
    const message = messages.get(id);
    return message?.receipt === receiptHandle ? message : undefined;
  };

  const state = (message: Message): MessageState => {
    if (message.visibleAt <= clock.now()) return 'visible';
    return message.receipt === undefined ? 'delayed' : 'inFlight';
  };

  const queue: Changing = {
    settings: initial,
    createdAt: clock.now(),
    changedAt: clock.now(),
    configure: (next) => {
      queue.settings = next;
      queue.changedAt = clock.now();
    },
    send: (draft, delayMs) => {
      const id = kernel.random.uuid();
      const sentAt = clock.now();
      const unseen = {
        sourceArn: undefined,
        receiveCount: 0,
        receivedElsewhere: 0,
        firstReceivedAt: undefined,
        receipt: undefined,
      };
      add({
        ...draft,
        ...unseen,
        id,
        sentAt,
        arrivedAt: sentAt,
        visibleAt: sentAt + delayMs,
        wake: undefined,
      });
      return id;
    },
    adopt: (message, sourceArn) =>
      add({
        ...message,
        sourceArn,
        arrivedAt: clock.now(),
        visibleAt: clock.now(),
        receivedElsewhere: message.receiveCount,
        receipt: undefined,
        wake: undefined,
      }),
    receive: (max, hiddenMs) => {
      const received: ReceivedMessage[] = [];
      for (const message of messages.values()) {
        if (received.length >= max) break;
        const target = deadLetterQueue(message);
        if (expired(message)) dropExpired(message);
        else if (message.visibleAt > clock.now()) continue;
        else if (target === undefined) received.push(take(message, hiddenMs));
        else redrive(message, target);
      }
      return received;
    },
    release: (max, accepts) => {
      const released = [...messages.values()]
        .filter((message) => !expired(message) && state(message) === 'visible' && accepts(message))
        .slice(0, max);
      for (const message of released) remove(message);
      return released;
    },
    delete: (receiptHandle) => {
      const message = find(receiptHandle);
      if (message !== undefined) remove(message);
    },
    hide: (receiptHandle, hiddenMs) => {
      const message = find(receiptHandle);
      if (message === undefined || state(message) !== 'inFlight') {
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${receiptHandle} for parameter ReceiptHandle is invalid. ` +
            'Reason: Message does not exist or is not available for visibility timeout change.',
        );
      }
      message.visibleAt = clock.now() + hiddenMs;
      watch(message);
      if (hiddenMs === 0) announce();
    },
    purge: () => {
      for (const message of messages.values()) remove(message);
    },
    subscribe: (onVisible) => {
      subscribers.add(onVisible);
      if (subscribers.size === 1) for (const message of messages.values()) watch(message);
      return () => {
        subscribers.delete(onVisible);
        if (subscribers.size === 0) for (const message of messages.values()) watch(message);
      };
    },
    peek: () =>
      [...messages.values()]
        .filter((message) => !expired(message))
        .map((message) => ({
          messageId: message.id,
          body: message.body,
          messageAttributes: message.messageAttributes,
          traceHeader: message.traceHeader,
          sentAt: message.sentAt,
          arrivedAt: message.arrivedAt,
          receiveCount: message.receiveCount,
          receivedHere: message.receiveCount - message.receivedElsewhere,
          state: state(message),
        })),
  };
  return queue;
};

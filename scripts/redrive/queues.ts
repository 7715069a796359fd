import type { Resource } from '../aws/stack.ts';
import type { Stage } from '../aws/stage.ts';

/** A dead-letter queue of a stage. */
export interface DeadLetterQueue {
  /** Its logical id: `PaymentDlq`. */
  readonly name: string;
  readonly url: string;
  /** The URL of the queue that its messages go back to, if there is one. */
  readonly source: string | undefined;
  /** What becomes of messages that cannot go back. */
  readonly remedy: string;
}

/** A consumer reads its retry queue; whatever else ends in a DLQ was never a message. */
const WITHOUT_SOURCE: Readonly<Record<Stage['pattern'], Readonly<Record<string, string>>>> = {
  choreography: {
    RelayDlq:
      'a place in a stream, or a row that cannot be read: the reconciler has the facts of every open order said again, within the hour',
  },
  orchestration: {
    RelayDlq:
      'a place in a stream, or a row that cannot be read: no order waits for these facts, but other readers of the bus have missed them',
    StarterDlq:
      'a place in a stream, or a row that cannot be read: the reconciler starts a run for every open order without one, within the hour',
    TaskDlq:
      'what a task could not read: its run went on without the answer, and the reconciler starts another while the order is open',
  },
};

const POISON = 'what could not be read goes back with --poison, once the function that reads it is deployed';

/** The dead-letter queues among a stack's resources, by name. */
export const deadLetterQueues = (
  resources: readonly Resource[],
  pattern: Stage['pattern'],
): readonly DeadLetterQueue[] => {
  const urls = new Map(
    resources
      .filter(({ type }) => type === 'AWS::SQS::Queue')
      .map(({ logicalId, physicalId }) => [logicalId, physicalId]),
  );
  return [...urls]
    .filter(([name]) => name.endsWith('Dlq'))
    .map(([name, url]) => ({
      ...{ name, url },
      source: urls.get(name.replace(/Dlq$/, 'RetryQueue')),
      remedy: WITHOUT_SOURCE[pattern][name] ?? POISON,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
};

import { executionsOf } from './histories.ts';
import type { SimulatedLab } from './lab.ts';
import type { Stage } from './stage.ts';

const CALLER = 'user';
const MAX = 10;

/**
 * Sends what is in the dead-letter queues back to where it came from, as `npm run redrive` does; what a handler could
 * not read stays. Answers how many went back.
 */
export const redriveAll = ({ queues }: SimulatedLab, { deadLetterQueues }: Stage): number => {
  let moved = 0;
  for (const { arn, source } of deadLetterQueues) {
    if (source === undefined) continue;
    for (let messages = queues.receive(arn, MAX, CALLER); messages.length > 0; ) {
      for (const { body, messageAttributes, receiptHandle } of messages) {
        if (messageAttributes.reason !== undefined) continue;
        void queues.send({ queueArn: source, body }, CALLER);
        queues.delete(arn, [receiptHandle], CALLER);
        moved++;
      }
      messages = queues.receive(arn, MAX, CALLER);
    }
  }
  return moved;
};

/** What RedriveExecution takes up again. */
const FAILED: ReadonlySet<string> = new Set(['FAILED', 'ABORTED', 'TIMED_OUT']);

/** Lets every execution that failed or was aborted go on from where it stopped; answers how many there were. */
export const redriveExecutions = (lab: SimulatedLab, stage: Stage): number => {
  const failed = executionsOf(lab, stage).filter(({ status }) => FAILED.has(status));
  for (const { executionArn } of failed) {
    const input = { executionArn };
    void lab.gate
      .call({ service: 'states', operation: 'RedriveExecution', input, caller: { name: CALLER } })
      .catch(() => undefined);
  }
  return failed.length;
};

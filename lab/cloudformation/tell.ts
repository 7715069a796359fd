import type { Kernel } from '../kernel/kernel.ts';
import type { Stack, StackEvent } from './stack.ts';

const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** Whom an event is about. */
interface Subject {
  readonly logicalId: string;
  readonly type: string;
  /** Not there as long as the resource is not. */
  readonly physicalId: string | undefined;
}

/** Writes down what happens to a stack and its resources. */
export interface Tell {
  stack(stack: Stack, status: string, reason?: string): void;
  resource(stack: Stack, subject: Subject, status: string, reason?: string): void;
}

export const createTell = ({ clock, random: chance, tell }: Kernel): Tell => {
  const random = chance.fork('cloudformation events');
  const write = (
    id: string,
    stack: Stack,
    subject: Subject,
    status: string,
    reason: string | undefined,
  ): StackEvent => {
    const event = { id, ...subject, status, reason, at: clock.now() };
    stack.events.push(event);
    tell('cloudformation', `stack:${stack.name}`, { ...subject, status, reason });
    return event;
  };
  return {
    stack: (stack, status, reason) => {
      stack.status = status;
      stack.reason = reason;
      const subject = { logicalId: stack.name, type: STACK_TYPE, physicalId: stack.id };
      write(random.uuid(), stack, subject, status, reason);
    },
    resource: (stack, subject, status, reason) => {
      const id = `${subject.logicalId}-${status}-${new Date(clock.now()).toISOString()}`;
      const event = write(id, stack, subject, status, reason);
      const current = stack.resources.get(subject.logicalId);
      // What a replacement has put aside has no place in the stack any more.
      const isAside =
        status.startsWith('DELETE_') && current !== undefined && current.ref !== subject.physicalId;
      if (!isAside) stack.summaries.set(subject.logicalId, event);
    },
  };
};

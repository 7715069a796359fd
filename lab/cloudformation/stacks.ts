import type { Kernel } from '../kernel/kernel.ts';
import { stackChance, stackId } from '../template/deploy.ts';
import { noStack, stackExists, validationError } from './errors.ts';
import { newStack, type Stack } from './stack.ts';

type NewStackOptions = Parameters<typeof newStack>[4];

/** The account's stacks. A deleted one is found by its id alone. */
export interface Stacks {
  /** By name or id. */
  find(nameOrId: string): Stack | undefined;
  /** @throws AwsError ValidationError, with the message given, when there is none */
  get(nameOrId: string, missing?: (name: string) => Error): Stack;
  /** @throws AwsError AlreadyExistsException */
  assertNew(name: string): void;
  add(name: string, options?: NewStackOptions): Stack;
  /** All of them, the newest first. */
  all(): readonly Stack[];
}

const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;

export const createStacks = ({ clock, random }: Kernel): Stacks => {
  const stacks = new Map<string, Stack>();
  const all = (): readonly Stack[] => [...stacks.values()].reverse();
  const find = (nameOrId: string): Stack | undefined =>
    stacks.get(nameOrId) ?? all().find(({ name, deletedAt }) => name === nameOrId && deletedAt === undefined);
  return {
    find,
    get: (nameOrId, missing = noStack) => {
      const stack = find(nameOrId);
      if (stack === undefined) throw missing(nameOrId);
      return stack;
    },
    assertNew: (name) => {
      if (!STACK_NAME.test(name)) {
        throw validationError(
          `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
        );
      }
      if (find(name) !== undefined) throw stackExists(name);
    },
    add: (name, options) => {
      const lives = all().filter((stack) => stack.name === name).length;
      // As the lab's own deployments draw, for the first stack of a name.
      const chance = stackChance(random, lives === 0 ? name : `${name} ${lives}`);
      const stack = newStack(name, stackId(name, chance), chance, clock.now(), options);
      stacks.set(stack.id, stack);
      return stack;
    },
    all,
  };
};

import { AsyncLocalStorage } from 'node:async_hooks';

type OnRejection = (reason: unknown) => void;

/** What runs in it has no context but its own: on Lambda none comes with a request. */
const outside = AsyncLocalStorage.snapshot();

const owner = new AsyncLocalStorage<OnRejection>();
let listening = false;

/**
 * A promise nobody handles ends the Node.js process, and on Lambda the environment it belongs to. All
 * environments share this process, so the asynchronous context tells whose the promise was.
 */
const listen = (): void => {
  if (listening) return;
  listening = true;
  process.on('unhandledRejection', (reason) => {
    const onRejection = owner.getStore();
    if (onRejection) onRejection(reason);
    else if (process.listenerCount('unhandledRejection') === 1) throw reason;
  });
};

/**
 * Runs the action in an asynchronous context of its own; promises it leaves unhandled, now or later, go to
 * `onRejection`.
 */
export const ownRejections = <T>(onRejection: OnRejection, action: () => T): T => {
  listen();
  return outside(() => owner.run(onRejection, action));
};

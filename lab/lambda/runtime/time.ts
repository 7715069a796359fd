import { AsyncResource } from 'node:async_hooks';
import type { Clock } from '../../kernel/clock.ts';
import type { Life } from './life.ts';
import { realm } from './realm.ts';

/** `Date` as the bundle sees it: the lab's time; in all else the real one, so that `instanceof` works. */
export const createDate = (clock: Clock): DateConstructor => {
  const now = (): number => Math.floor(clock.now());
  return new Proxy(realm.Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length ? args : [now()], newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
};

/** `performance`: milliseconds since the environment was created. */
export const createPerformance = (clock: Clock): Record<string, unknown> => {
  const timeOrigin = clock.now();
  const now = (): number => clock.now() - timeOrigin;
  const mark = (name: string) => ({ name, entryType: 'mark', startTime: now(), duration: 0, detail: null });
  return { timeOrigin, now, mark, toJSON: () => ({ timeOrigin }) };
};

/** Node's `Timeout` object, as far as callers hold on to it. */
class Timeout {
  readonly #id: number;
  readonly #clear: () => void;

  constructor(id: number, clear: () => void) {
    this.#id = id;
    this.#clear = clear;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    throw new Error('Timeout.refresh is not supported by the lab');
  }

  close(): this {
    this.#clear();
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

type Callback = (...args: unknown[]) => void;

/** The timers of one environment. They stop with it, and wait while it is frozen. */
export interface Timers {
  readonly setTimeout: (callback: Callback, ms?: number, ...args: unknown[]) => Timeout;
  readonly setInterval: (callback: Callback, ms?: number, ...args: unknown[]) => Timeout;
  readonly setImmediate: (callback: Callback, ...args: unknown[]) => Timeout;
  readonly clear: (timer: unknown) => void;
  /** Takes the timers off the clock, and puts them back for what is left of their time. */
  freeze(): void;
  thaw(): void;
}

/** In the asynchronous context that it is called in. What `AsyncLocalStorage.bind` makes outlives the environment. */
const inContext = (callback: Callback, args: readonly unknown[]): (() => void) => {
  const resource = new AsyncResource('Timeout');
  return () => resource.runInAsyncScope(callback, undefined, ...args);
};

interface Pending {
  readonly due: number;
  readonly fire: () => void;
  cancel: () => void;
}

export const createTimers = (clock: Clock, life: Life): Timers => {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let frozen = false;
  const arm = (id: number, entry: Pending): void => {
    const fire = (): void => {
      pending.delete(id);
      life.enter(entry.fire);
    };
    const timer = clock.after(entry.due - clock.now(), fire);
    entry.cancel = timer.cancel;
  };
  const start = (id: number, ms: number, fire: () => void): void => {
    const entry: Pending = { due: clock.now() + ms, fire, cancel: () => {} };
    pending.set(id, entry);
    if (!frozen) arm(id, entry);
  };
  const stop = (id: number): void => {
    pending.get(id)?.cancel();
    pending.delete(id);
  };
  const clear = (timer: unknown): void => {
    if (timer !== undefined && timer !== null) stop(Number(timer));
  };
  const once = (callback: Callback, ms: number, args: readonly unknown[]): Timeout => {
    const id = ++lastId;
    start(id, ms, inContext(callback, args));
    return new Timeout(id, () => stop(id));
  };
  // Node takes anything that is not a number of at least 1 ms for 1 ms.
  const delay = (ms: unknown): number => Math.max(1, Number(ms) || 1);
  return {
    setTimeout: (callback, ms, ...args) => once(callback, delay(ms), args),
    setImmediate: (callback, ...args) => once(callback, 0, args),
    setInterval: (callback, ms, ...args) => {
      const id = ++lastId;
      const fire = inContext(() => {
        start(id, delay(ms), fire);
        callback(...args);
      }, []);
      start(id, delay(ms), fire);
      return new Timeout(id, () => stop(id));
    },
    clear,
    freeze: () => {
      frozen = true;
      for (const entry of pending.values()) entry.cancel();
    },
    thaw: () => {
      frozen = false;
      for (const [id, entry] of pending) arm(id, entry);
    },
  };
};

/** `AbortSignal`, its `timeout` on the environment's timers. */
export const createAbortSignal = (timers: Timers): typeof AbortSignal => {
  const timeout = (ms: number): AbortSignal => {
    const controller = new realm.AbortController();
    const reason = new realm.DOMException('The operation was aborted due to timeout', 'TimeoutError');
    timers.setTimeout(() => controller.abort(reason), ms);
    return controller.signal;
  };
  return new Proxy(realm.AbortSignal, {
    get: (target, key) => {
      if (key === 'timeout') return timeout;
      const value = Reflect.get(target, key);
      return key === 'any' || key === 'abort' ? value.bind(target) : value;
    },
  });
};

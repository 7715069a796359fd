/** A timer that can still be cancelled. */
export interface Timer {
  cancel(): void;
}

export interface TimerOptions {
  /**
   * A standing timer (a schedule, a TTL sweep) does not keep the world from being at rest.
   * Default: false.
   */
  readonly standing?: boolean;
}

/** Time, and the order in which things happen. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` once, `delayMs` from now. Equal moments keep the order of the calls. */
  after(delayMs: number, action: () => void, options?: TimerOptions): Timer;
  /** Resolves `delayMs` from now. */
  sleep(delayMs: number): Promise<void>;
}

/** A clock that somebody drives: time passes only between the things that happen. */
export interface VirtualClock extends Clock {
  /**
   * Lets things happen, one after the other, until `done` answers true, and answers true; false when nothing
   * is left to happen or `limit` (epoch ms) would be passed first. Without `done`: until no timer but standing
   * ones is left.
   */
  run(done?: () => boolean, limit?: number): Promise<boolean>;
  /**
   * Lets things happen until the promise is settled, and answers as it does. Throws when nothing is left to happen
   * before that.
   */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** Timers pending that are not standing ones. */
  pending(): number;
}

/** The longest delay that `setTimeout` takes; a longer one would end at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The wall clock. */
export const realClock = (): Clock => {
  const after: Clock['after'] = (delayMs, action, options) => {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      const stepMs = Math.min(Math.max(0, leftMs), LONGEST_TIMEOUT_MS);
      timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : action()), stepMs);
      if (options?.standing) timer.unref();
    };
    arm(delayMs);
    return { cancel: () => clearTimeout(timer) };
  };
  return {
    now: () => Date.now(),
    after,
    sleep: (delayMs) => new Promise((resolve) => after(delayMs, resolve)),
  };
};

interface Entry {
  readonly at: number;
  readonly sequence: number;
  readonly standing: boolean;
  action: (() => void) | undefined;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

/** A binary heap of entries, earliest first. */
const createHeap = () => {
  const heap: Entry[] = [];
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as Entry, heap[a] as Entry];
  };
  return {
    peek: (): Entry | undefined => heap[0],
    push: (entry: Entry): void => {
      let child = heap.push(entry) - 1;
      while (child > 0) {
        const parent = (child - 1) >> 1;
        if (!before(heap[child] as Entry, heap[parent] as Entry)) return;
        swap(child, parent);
        child = parent;
      }
    },
    pop: (): Entry | undefined => {
      const top = heap[0];
      const last = heap.pop();
      if (heap.length === 0 || last === undefined) return top;
      heap[0] = last;
      for (let parent = 0; ; ) {
        const left = 2 * parent + 1;
        if (left >= heap.length) return top;
        const right = left + 1;
        const child = right < heap.length && before(heap[right] as Entry, heap[left] as Entry) ? right : left;
        if (!before(heap[child] as Entry, heap[parent] as Entry)) return top;
        swap(child, parent);
        parent = child;
      }
    },
  };
};

/** Everything already begun comes to its next wait: microtasks and ticks run before the immediate does. */
const quiesce = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const virtualClock = (startAt: number): VirtualClock => {
  const heap = createHeap();
  let now = startAt;
  let sequence = 0;
  let pending = 0;
  const clock: VirtualClock = {
    now: () => now,
    after: (delayMs, action, options) => {
      const standing = options?.standing ?? false;
      const entry: Entry = { at: now + Math.max(0, delayMs), sequence: sequence++, standing, action };
      heap.push(entry);
      if (!standing) pending++;
      return {
        cancel: () => {
          if (entry.action === undefined) return;
          entry.action = undefined;
          if (!standing) pending--;
        },
      };
    },
    sleep: (delayMs) => new Promise((resolve) => clock.after(delayMs, resolve)),
    pending: () => pending,
    run: async (done, limit = Number.POSITIVE_INFINITY) => {
      await quiesce();
      for (;;) {
        if (done?.()) return true;
        if (done === undefined && pending === 0) return true;
        const next = heap.peek();
        if (next === undefined || next.at > limit) return false;
        heap.pop();
        const { action } = next;
        if (action === undefined) continue;
        next.action = undefined;
        if (!next.standing) pending--;
        now = next.at;
        action();
        await quiesce();
      }
    },
    settle: async (promise) => {
      let isSettled = false;
      const mark = (): void => {
        isSettled = true;
      };
      promise.then(mark, mark);
      if (await clock.run(() => isSettled)) return promise;
      throw new Error('nothing is left to happen, and the promise is not settled');
    },
  };
  return clock;
};

/**
 * The life of an execution environment. Between invocations Lambda freezes it: whatever would wake it up then
 * waits for the next invocation. Once dead, nothing of it has an effect any more.
 * Source: Lambda developer guide, "Understanding the Lambda execution environment lifecycle".
 */
export interface Life {
  isAlive(): boolean;
  /** Runs the action: now when awake, at the next thaw when frozen, never when dead. */
  enter(action: () => void): void;
  freeze(): void;
  thaw(): void;
  end(): void;
  /** Wraps a callback so that what it throws ends up as an uncaught exception of this environment. */
  guard<A extends unknown[]>(action: (...args: A) => void): (...args: A) => void;
}

export const createLife = (onUncaught: (error: unknown) => void): Life => {
  let state: 'awake' | 'frozen' | 'dead' = 'awake';
  let waiting: (() => void)[] = [];
  const life: Life = {
    isAlive: () => state !== 'dead',
    enter: (action) => {
      if (state === 'awake') life.guard(action)();
      else if (state === 'frozen') waiting.push(action);
    },
    freeze: () => {
      if (state === 'awake') state = 'frozen';
    },
    thaw: () => {
      if (state !== 'frozen') return;
      state = 'awake';
      const due = waiting;
      waiting = [];
      for (const action of due) life.enter(action);
    },
    end: () => {
      state = 'dead';
      waiting = [];
    },
    guard:
      (action) =>
      (...args) => {
        try {
          action(...args);
        } catch (error) {
          onUncaught(error);
        }
      },
  };
  return life;
};

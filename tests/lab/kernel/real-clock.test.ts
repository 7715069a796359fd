import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { realClock } from '../../../lab/kernel/clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the wall clock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 1000 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('runs an action when its time has come', () => {
    const clock = realClock();
    const moments: number[] = [];
    clock.after(50, () => moments.push(clock.now()));
    jest.advanceTimersByTime(49);
    expect(moments).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(moments).toEqual([1050]);
  });

  it('takes a moment that has passed for the present', () => {
    const action = jest.fn();
    realClock().after(-5, action);
    jest.advanceTimersByTime(0);
    expect(action).toHaveBeenCalledTimes(1);
  });

  // A Node timer of more than 2^31 - 1 ms, which is 24.8 days, fires after one.
  it('waits longer than a timer of Node can: 60 days', () => {
    const action = jest.fn();
    realClock().after(60 * DAY_MS, action);
    jest.advanceTimersByTime(60 * DAY_MS - 1);
    expect(action).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sleeps as long', async () => {
    const woken = jest.fn();
    void realClock()
      .sleep(30 * DAY_MS)
      .then(woken);
    await jest.advanceTimersByTimeAsync(30 * DAY_MS - 1);
    expect(woken).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(woken).toHaveBeenCalledTimes(1);
  });

  it.each([0, 26 * DAY_MS])('cancels a timer after %d ms of 60 days', (passed) => {
    const action = jest.fn();
    const timer = realClock().after(60 * DAY_MS, action);
    jest.advanceTimersByTime(passed);
    timer.cancel();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('lets the process end while only standing timers are left', () => {
    const unref = jest.spyOn(globalThis, 'setTimeout');
    const clock = realClock();
    clock.after(30 * DAY_MS, () => {}, { standing: true });
    clock.after(30 * DAY_MS, () => {});
    jest.advanceTimersByTime(26 * DAY_MS);
    const handles = unref.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef());
    expect(handles).toEqual([false, true, false, true]);
  });
});

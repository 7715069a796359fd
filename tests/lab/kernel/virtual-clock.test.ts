import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { virtualClock } from '../../../lab/kernel/clock.ts';

describe('a virtual clock', () => {
  it('passes from timer to timer, each at its own moment', async () => {
    const clock = virtualClock(1000);
    const moments: number[] = [];
    for (const delay of [30, 10, 20]) clock.after(delay, () => moments.push(clock.now()));
    expect(clock.now()).toBe(1000);
    expect(await clock.run()).toBe(true);
    expect(moments).toEqual([1010, 1020, 1030]);
    expect(clock.now()).toBe(1030);
  });

  it('keeps the order of the calls where moments are equal', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9)), async (delays) => {
        const clock = virtualClock(0);
        const calls = delays.map((delay, call) => ({ delay, call }));
        const ran: typeof calls = [];
        for (const entry of calls) clock.after(entry.delay, () => ran.push(entry));
        await clock.run();
        expect(ran).toEqual(calls.toSorted((a, b) => a.delay - b.delay));
      }),
    ));

  it('takes a moment that has passed for the present', async () => {
    const clock = virtualClock(1000);
    clock.after(-5, () => {});
    await clock.run();
    expect(clock.now()).toBe(1000);
  });

  it('lets everything that has begun come to its next wait before time passes', async () => {
    const clock = virtualClock(0);
    const seen: string[] = [];
    const work = async (): Promise<void> => {
      for (const step of ['a', 'b', 'c']) {
        await clock.sleep(10);
        for (let tick = 0; tick < 50; tick++) await Promise.resolve();
        await new Promise<void>((resolve) => process.nextTick(resolve));
        seen.push(`${step} at ${clock.now()}`);
      }
    };
    void work();
    clock.after(11, () => seen.push('a timer at 11'));
    await clock.run();
    expect(seen).toEqual(['a at 10', 'a timer at 11', 'b at 20', 'c at 30']);
  });

  it('runs a timer that a timer has set, behind those of the same moment', async () => {
    const clock = virtualClock(0);
    const ran: string[] = [];
    clock.after(5, () => {
      ran.push('outer');
      clock.after(0, () => ran.push('inner'));
      clock.after(1, () => ran.push(`later, at ${clock.now()}`));
    });
    clock.after(5, () => ran.push('neighbour'));
    await clock.run();
    expect(ran).toEqual(['outer', 'neighbour', 'inner', 'later, at 6']);
  });
});

describe('cancelling', () => {
  it('keeps a timer from running, and time from passing to it', async () => {
    const clock = virtualClock(0);
    const ran: string[] = [];
    const timer = clock.after(10, () => ran.push('cancelled'));
    clock.after(5, () => ran.push('kept'));
    timer.cancel();
    await clock.run();
    expect(ran).toEqual(['kept']);
    expect(clock.now()).toBe(5);
  });

  it('counts once, and not at all once the timer has run', async () => {
    const clock = virtualClock(0);
    const first = clock.after(1, () => {});
    const second = clock.after(2, () => {});
    clock.after(3, () => {});
    first.cancel();
    first.cancel();
    expect(clock.pending()).toBe(2);
    await clock.run(() => clock.now() === 2);
    second.cancel();
    expect(clock.pending()).toBe(1);
  });

  it('works from within a timer of the same moment', async () => {
    const clock = virtualClock(0);
    const ran: string[] = [];
    clock.after(1, () => later.cancel());
    const later = clock.after(1, () => ran.push('later'));
    await clock.run();
    expect(ran).toEqual([]);
  });
});

describe('a standing timer', () => {
  const standing = { standing: true };

  it('does not keep the world from being at rest', async () => {
    const clock = virtualClock(0);
    const ran: string[] = [];
    clock.after(10, () => ran.push('standing'), standing);
    expect(clock.pending()).toBe(0);
    expect(await clock.run()).toBe(true);
    expect(ran).toEqual([]);
    expect(clock.now()).toBe(0);
  });

  it('runs on the way to one that is not', async () => {
    const clock = virtualClock(0);
    const ran: number[] = [];
    const tick = (): void => {
      ran.push(clock.now());
      clock.after(10, tick, standing);
    };
    clock.after(10, tick, standing);
    clock.after(35, () => {});
    await clock.run();
    expect(ran).toEqual([10, 20, 30]);
  });

  it('runs for somebody who waits for something', async () => {
    const clock = virtualClock(0);
    let ran = 0;
    const tick = (): void => {
      ran++;
      clock.after(10, tick, standing);
    };
    clock.after(10, tick, standing);
    expect(await clock.run(() => ran === 3)).toBe(true);
    expect(clock.now()).toBe(30);
  });

  it('leaves the count of pending timers alone when it is cancelled', () => {
    const clock = virtualClock(0);
    clock.after(1, () => {});
    clock.after(1, () => {}, standing).cancel();
    expect(clock.pending()).toBe(1);
  });
});

describe('run(done, limit)', () => {
  it('answers at once when it is done already', async () => {
    const clock = virtualClock(0);
    clock.after(1, () => {});
    expect(await clock.run(() => true)).toBe(true);
    expect(clock.now()).toBe(0);
  });

  it('sees what had begun before, and waits for no timer then', async () => {
    const clock = virtualClock(0);
    let isDone = false;
    void Promise.resolve().then(() => {
      isDone = true;
    });
    expect(await clock.run(() => isDone)).toBe(true);
  });

  it('stops between two timers as soon as it is done', async () => {
    const clock = virtualClock(0);
    const ran: number[] = [];
    for (const delay of [1, 2, 3]) clock.after(delay, () => ran.push(delay));
    expect(await clock.run(() => ran.length === 2)).toBe(true);
    expect(ran).toEqual([1, 2]);
    expect(clock.now()).toBe(2);
  });

  it('answers false when nothing is left to happen', async () => {
    const clock = virtualClock(0);
    clock.after(1, () => {});
    expect(await clock.run(() => false)).toBe(false);
    expect(clock.now()).toBe(1);
  });

  it('answers false before the limit is passed; what comes at the limit still runs', async () => {
    const clock = virtualClock(0);
    const ran: number[] = [];
    for (const delay of [9, 10, 11]) clock.after(delay, () => ran.push(delay));
    expect(await clock.run(() => false, 10)).toBe(false);
    expect(ran).toEqual([9, 10]);
    expect(clock.now()).toBe(10);
  });

  it('goes on where it left off', async () => {
    const clock = virtualClock(0);
    const ran: number[] = [];
    for (const delay of [1, 20]) clock.after(delay, () => ran.push(delay));
    expect(await clock.run(undefined, 10)).toBe(false);
    expect(await clock.run()).toBe(true);
    expect(ran).toEqual([1, 20]);
  });
});

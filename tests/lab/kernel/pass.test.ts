import { describe, expect, it, jest } from '@jest/globals';
import { type Kernel, realKernel, virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Passage, Point, Verdict } from '../../../lab/kernel/point.ts';

const POINT: Point = { kind: 'delivery', source: 'rule:r', target: 'function:f', payload: { a: 1 } };
/** Every draw of it is 100 ms. */
const HUNDRED = { p50: 100, p90: 100 };
const START = 1_000;

const setup = () => {
  const kernel = virtualKernel({ seed: 1, startAt: START });
  const strike = (...verdicts: readonly Verdict[]): (() => void)[] =>
    verdicts.map((verdict) => kernel.install(() => verdict));
  /** Takes the point through; how long that took, in ms, and what came of it. */
  const pass = async (latency = HUNDRED): Promise<Passage & { readonly tookMs: number }> => {
    const before = kernel.clock.now();
    const passing = kernel.pass(POINT, latency).then((passage) => ({
      ...passage,
      tookMs: kernel.clock.now() - before,
    }));
    await kernel.clock.run();
    return passing;
  };
  return { kernel, strike, pass };
};

describe('a point', () => {
  it('takes its latency in virtual time', async () => {
    expect(await setup().pass()).toEqual({ copies: 1, error: undefined, tookMs: 100 });
  });

  it('takes no time where it has no latency', async () => {
    const { kernel } = setup();
    expect(await kernel.pass(POINT)).toEqual({ copies: 1, error: undefined });
    expect(kernel.clock.now()).toBe(START);
  });

  it('takes no time of its own on the wall clock', async () => {
    jest.useFakeTimers();
    try {
      const kernel = realKernel({ seed: 1 });
      expect(await kernel.pass(POINT, HUNDRED)).toEqual({ copies: 1, error: undefined });
    } finally {
      jest.useRealTimers();
    }
  });

  it('draws its latency from the seed, whatever else was drawn', async () => {
    const times = async (disturb: (kernel: Kernel) => void): Promise<number[]> => {
      const { kernel, pass } = setup();
      disturb(kernel);
      const passages = [];
      for (let i = 0; i < 5; i++) passages.push(await pass({ p50: 100, p90: 200 }));
      return passages.map(({ tookMs }) => tookMs);
    };
    const undisturbed = await times(() => {});
    expect(new Set(undisturbed).size).toBeGreaterThan(1);
    expect(await times(({ random }) => void random.bytes(100))).toEqual(undisturbed);
  });
});

describe('faults at a point', () => {
  it('delay it beyond its latency, and add up', async () => {
    const { strike, pass } = setup();
    strike({ delayMs: 20 }, {}, { delayMs: 3 });
    expect(await pass()).toMatchObject({ copies: 1, tookMs: 123 });
  });

  it('hold it until all of them let it go', async () => {
    const { kernel, strike } = setup();
    const { clock } = kernel;
    strike({ hold: clock.sleep(5000) }, { hold: clock.sleep(7000) });
    let passedAt = 0;
    void kernel.pass(POINT, HUNDRED).then(() => {
      passedAt = clock.now();
    });
    await clock.run();
    expect(passedAt).toBe(START + 7000);
  });

  it('drop it: there are no copies, however many others ask for', async () => {
    const { strike, pass } = setup();
    strike({ copies: 3 }, { drop: true });
    expect(await pass()).toMatchObject({ copies: 0, tookMs: 100 });
  });

  it('duplicate it: the most copies count', async () => {
    const { strike, pass } = setup();
    strike({ copies: 2 }, { copies: 3 }, { delayMs: 1 });
    expect(await pass()).toMatchObject({ copies: 3 });
  });

  it('fail it: the first error counts', async () => {
    const { strike, pass } = setup();
    const error = { name: 'Down', message: 'm', when: 'after' } as const;
    strike({ delayMs: 1 }, { error }, { error: { name: 'Other', message: '' } });
    expect(await pass()).toMatchObject({ copies: 1, error });
  });

  it('are asked about the point itself, when it is reached', async () => {
    const { kernel, pass } = setup();
    const asked: unknown[] = [];
    kernel.install((point) => {
      asked.push([point, kernel.clock.now()]);
      return undefined;
    });
    expect(await pass()).toEqual({ copies: 1, error: undefined, tookMs: 100 });
    expect(asked).toEqual([[POINT, START]]);
  });

  it('strike no more once they are taken out', async () => {
    const { strike, pass } = setup();
    const [removeFirst] = strike({ delayMs: 20 }, { delayMs: 3 });
    removeFirst?.();
    expect(await pass()).toMatchObject({ tookMs: 103 });
  });
});

describe('an observer', () => {
  it('sees a point at the moment it is let through', async () => {
    const { kernel, strike, pass } = setup();
    const seen: unknown[] = [];
    kernel.observe((point, at) => void seen.push([point, at]));
    await pass();
    strike({ delayMs: 50 });
    await pass();
    expect(seen).toEqual([
      [POINT, START + 100],
      [POINT, START + 250],
    ]);
  });

  it('sees what struck beside the point, since the point need not have happened', async () => {
    const { kernel, strike, pass } = setup();
    const seen: unknown[] = [];
    kernel.observe((_point, _at, struck) => void seen.push(struck));
    await pass();
    const error = { name: 'Broken', message: 'it is broken' };
    const [mend] = strike({ error });
    await pass();
    mend?.();
    strike({ drop: true, delayMs: 1 });
    await pass();
    kernel.tell('function:f', 'succeeded', {});
    expect(seen).toEqual([
      undefined,
      expect.objectContaining({ copies: 1, error }),
      expect.objectContaining({ copies: 0, error: undefined }),
      undefined,
    ]);
  });

  it('is told of outcomes at once, and no fault strikes them', () => {
    const { kernel, strike } = setup();
    const seen: unknown[] = [];
    strike({ drop: true, delayMs: 10 });
    kernel.observe((point, at) => void seen.push([point, at]));
    kernel.tell('function:f', 'succeeded', { b: 2 });
    const outcome = { kind: 'outcome', source: 'function:f', target: 'succeeded', payload: { b: 2 } };
    expect(seen).toEqual([[outcome, START]]);
  });

  it('sees nothing any more once it is taken out; the others do', () => {
    const { kernel } = setup();
    const seen: string[] = [];
    const remove = kernel.observe(() => void seen.push('removed'));
    kernel.observe(() => void seen.push('kept'));
    remove();
    kernel.tell('a', 'b', undefined);
    expect(seen).toEqual(['kept']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { compilePattern } from '../../../lab/eventbridge/pattern/pattern.ts';
import { installScript, type ScriptRule } from '../../../lab/faults/script.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Passage, Point } from '../../../lab/kernel/point.ts';

const point = (kind: Point['kind'], source: string, target: string, payload: unknown = {}): Point => ({
  ...{ kind, source, target, payload },
});
const toLend = (payload?: unknown) => point('delivery', 'rule:r', 'function:library-dev-lend', payload);

/** A kernel with a script in force, at a time other than the epoch. */
const setup = (...rules: readonly ScriptRule[]) => {
  const kernel = virtualKernel({ seed: 1, startAt: 5_000_000 });
  const { clock } = kernel;
  const startedAt = clock.now();
  const second = (): number => (clock.now() - startedAt) / 1000;
  const stopped: number[] = [];
  const options = {
    prefix: 'library-dev-',
    compilePattern,
    stopExecutions: () => void stopped.push(second()),
  };
  const remove = installScript(kernel, rules, options);
  /** What became of a point, and the second at which it was let through; undefined as long as it is not. */
  const begin = (passing: Point): { passage?: Passage & { readonly second: number } } => {
    const result: ReturnType<typeof begin> = {};
    void kernel.pass(passing).then((passage) => {
      result.passage = { ...passage, second: second() };
    });
    return result;
  };
  /** What became of a point once the world is at rest, and the seconds that took; undefined when it is held. */
  const pass = async (passing: Point) => {
    const before = second();
    const result = begin(passing);
    await clock.run();
    if (result.passage === undefined) return undefined;
    const { second: after, ...passage } = result.passage;
    return { ...passage, delay: after - before };
  };
  const wait = async (seconds: number): Promise<void> => {
    void clock.sleep(seconds * 1000);
    await clock.run();
  };
  const succeed = async (name: string): Promise<void> => {
    kernel.tell(`function:${name}`, 'succeeded', {});
    await clock.run();
  };
  return { kernel, clock, options, stopped, remove, begin, pass, wait, succeed };
};

const UNTOUCHED = { copies: 1, error: undefined, delay: 0 };
const DROPPED = { copies: 0, error: undefined, delay: 0 };

describe('a rule of a script strikes', () => {
  const [call, run, queueing, starting] = [
    point('call', 'function:library-dev-lend', 'dynamodb:PutItem'),
    point('invocation', 'rule:r', 'function:library-dev-lend'),
    point('delivery', 'destination:library-dev-lend', 'queue:library-dev-late'),
    point('delivery', 'rule:r', 'stateMachine:library-dev-loan'),
  ];
  const toRemind = point('delivery', 'stream:loans', 'function:library-dev-remind');
  const elsewhere = point('delivery', 'rule:r', 'function:library-prod-lend');
  const machineCall = point('call', 'stateMachine:library-dev-loan', 'lambda:Invoke');
  const byQueue = point('invocation', 'queue:late', 'function:library-dev-lend');
  const all = {
    ...{ call, run, queueing, starting, toLend: toLend(), toRemind, elsewhere, machineCall, byQueue },
  };

  it.each<[Omit<ScriptRule, 'delaySeconds'>, readonly (keyof typeof all)[]]>([
    [{ at: 'delivery' }, ['queueing', 'starting', 'toLend', 'toRemind', 'elsewhere']],
    [{ at: 'invocation' }, ['run', 'byQueue']],
    [{ at: 'call' }, ['call', 'machineCall']],
    [{ at: 'delivery', function: 'lend' }, ['toLend']],
    [{ at: 'invocation', function: 'lend' }, ['run', 'byQueue']],
    [{ at: 'call', function: 'lend' }, ['call']],
    [{ at: 'call', function: 'remind' }, []],
    [{ at: 'call', calls: 'dynamodb:PutItem' }, ['call']],
    [{ at: 'call', calls: 'dynamodb:Put' }, []],
    [{ at: 'delivery', by: 'stream' }, ['toRemind']],
    [{ at: 'delivery', by: 'rule', function: 'lend' }, ['toLend']],
    [{ at: 'invocation', by: 'queue' }, ['byQueue']],
  ])('%j', async (rule, struck) => {
    const { pass } = setup({ ...rule, delaySeconds: 1 });
    const found: string[] = [];
    for (const [name, passing] of Object.entries(all)) {
      if ((await pass(passing))?.delay === 1) found.push(name);
    }
    expect(found.sort()).toEqual(struck.toSorted());
  });

  it('what has a payload that the event pattern matches', async () => {
    const matches = { detail: { title: [{ prefix: 'The ' }], copies: [{ numeric: ['>', 1] }] } };
    const { pass } = setup({ at: 'delivery', matches, drop: true });
    expect(await pass(toLend({ detail: { title: 'The Trial', copies: 2 } }))).toEqual(DROPPED);
    expect(await pass(toLend({ detail: { title: 'The Trial', copies: 1 } }))).toEqual(UNTOUCHED);
    expect(await pass(toLend({ detail: { title: 'Trial', copies: 2 } }))).toEqual(UNTOUCHED);
    expect(await pass(toLend('no object'))).toEqual(UNTOUCHED);
  });

  it('in its time, from the first second on until before the last', async () => {
    const { pass, wait } = setup({ at: 'delivery', fromSecond: 10, untilSecond: 20, drop: true });
    const copies: unknown[] = [];
    for (const seconds of [0, 9.999, 0.001, 9.999, 0.001]) {
      await wait(seconds);
      copies.push((await pass(toLend()))?.copies);
    }
    // At 0, 9.999, 10, 19.999 and 20 s.
    expect(copies).toEqual([1, 1, 0, 0, 1]);
  });

  it('so many times, counting what it strikes only', async () => {
    const { pass } = setup({ at: 'delivery', function: 'lend', times: 2, drop: true });
    await pass(point('delivery', 'rule:r', 'function:library-dev-remind'));
    const passages = [];
    for (let i = 0; i < 3; i++) passages.push(await pass(toLend()));
    expect(passages).toEqual([DROPPED, DROPPED, UNTOUCHED]);
  });
});

describe('what a rule makes of a point', () => {
  it('delays it by seconds', async () => {
    const { pass } = setup({ at: 'delivery', delaySeconds: 2.5 });
    expect(await pass(toLend())).toEqual({ copies: 1, error: undefined, delay: 2.5 });
  });

  it('fails it', async () => {
    const fail = { name: 'Down', message: 'out of order', status: 503, when: 'after' } as const;
    const { pass } = setup({ at: 'delivery', fail });
    expect(await pass(toLend())).toEqual({ copies: 1, error: fail, delay: 0 });
  });

  it('delivers it more than once', async () => {
    const { pass } = setup({ at: 'delivery', deliveries: 3 });
    expect(await pass(toLend())).toEqual({ copies: 3, error: undefined, delay: 0 });
  });

  it('drops it', async () => {
    expect(await setup({ at: 'delivery', drop: true }).pass(toLend())).toEqual(DROPPED);
  });

  it('answers in its place; the first answer counts', async () => {
    const { pass } = setup({ at: 'delivery', answer: { lent: true } }, { at: 'delivery', answer: 'second' });
    expect(await pass(toLend())).toEqual({ ...UNTOUCHED, answer: { lent: true } });
  });

  it('stops the executions that run at that moment', async () => {
    const { pass, stopped, wait } = setup({ at: 'delivery', times: 1, stopExecutions: true });
    await wait(3);
    expect(await pass(toLend())).toEqual(UNTOUCHED);
    await pass(toLend());
    expect(stopped).toEqual([3]);
  });

  it('adds up with what the other rules make of it', async () => {
    const fail = { name: 'First', message: '' };
    const { pass } = setup(
      { at: 'delivery', delaySeconds: 1, deliveries: 2 },
      { at: 'invocation', delaySeconds: 100 },
      { at: 'delivery', delaySeconds: 2, fail },
      { at: 'delivery', deliveries: 3, fail: { name: 'Second', message: '' } },
    );
    expect(await pass(toLend())).toEqual({ copies: 3, error: fail, delay: 3 });
  });

  it('is a loss when one of the rules drops it', async () => {
    const { pass } = setup({ at: 'delivery', deliveries: 2 }, { at: 'delivery', drop: true });
    expect(await pass(toLend())).toEqual(DROPPED);
  });
});

describe('a rule that holds until functions have succeeded', () => {
  it('lets go when each of them has as often as it says', async () => {
    const { begin, clock, succeed } = setup({
      at: 'delivery',
      function: 'lend',
      holdUntil: [{ function: 'remind' }, { function: 'tally', succeeded: 2 }],
    });
    const held = begin(toLend());
    for (const name of ['tally', 'tally', 'lend']) await succeed(`library-dev-${name}`);
    expect(held.passage).toBeUndefined();
    await succeed('library-prod-remind');
    expect(held.passage).toBeUndefined();
    await succeed('library-dev-remind');
    expect(held.passage).toMatchObject({ copies: 1 });
    await clock.run();
  });

  it('counts no failures', async () => {
    const { kernel, begin, clock, succeed } = setup({ at: 'delivery', holdUntil: [{ function: 'remind' }] });
    const held = begin(toLend());
    kernel.tell('function:library-dev-remind', 'failed', {});
    await clock.run();
    expect(held.passage).toBeUndefined();
    await succeed('library-dev-remind');
    expect(held.passage).toBeDefined();
  });

  it('does not hold what comes later than that', async () => {
    const { pass, succeed } = setup({ at: 'delivery', holdUntil: [{ function: 'remind' }] });
    await succeed('library-dev-remind');
    expect(await pass(toLend())).toEqual(UNTOUCHED);
  });

  it('holds several at a time, and delays them besides', async () => {
    const { begin, wait, succeed } = setup(
      { at: 'delivery', holdUntil: [{ function: 'remind' }] },
      { at: 'delivery', delaySeconds: 10 },
    );
    const [first, second] = [begin(toLend()), begin(toLend())];
    await wait(1);
    await succeed('library-dev-remind');
    expect([first, second]).toEqual([
      { passage: { copies: 1, error: undefined, second: 10 } },
      { passage: { copies: 1, error: undefined, second: 10 } },
    ]);
  });
});

describe('a script', () => {
  it('counts its seconds and successes from when it was installed', async () => {
    const { kernel, options, pass, wait, succeed } = setup();
    await wait(100);
    await succeed('library-dev-remind');
    const rule = { at: 'delivery', untilSecond: 1, holdUntil: [{ function: 'remind' }] } as const;
    installScript(kernel, [rule], options);
    expect(await pass(toLend())).toBeUndefined();
  });

  it('that is taken out strikes no more, and lets go what it held', async () => {
    const { begin, clock, pass, remove } = setup({ at: 'delivery', holdUntil: [{ function: 'remind' }] });
    const held = begin(toLend());
    await clock.run();
    expect(held.passage).toBeUndefined();
    remove();
    await clock.run();
    expect(held.passage).toMatchObject({ copies: 1 });
    expect(await pass(toLend())).toEqual(UNTOUCHED);
  });

  it('with a pattern that is not valid is refused, and nothing of it is installed', async () => {
    const { kernel, options, pass } = setup();
    const rules = [
      { at: 'delivery', drop: true },
      { at: 'delivery', matches: { a: [] } },
    ] as const;
    const install = () => installScript(kernel, rules, options);
    expect(install).toThrow('Event pattern is not valid');
    expect(await pass(toLend())).toEqual(UNTOUCHED);
  });
});

// A program's life is that of a bundle: "Understanding the Lambda execution environment lifecycle".
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import type { Program, ProgramScope } from '../../../lab/lambda/runtime/program.ts';
import { codeFor, createFixture } from './fixture.ts';

interface Subsegment {
  readonly name: string;
  readonly start_time: number;
  readonly end_time: number;
}

type Fixture = ReturnType<typeof createFixture>;

let fixture: Fixture;
beforeEach(() => {
  fixture = createFixture();
  fixture.gate.register({
    id: 'library',
    operations: {
      Lend: (input, caller) => ({ lent: input, to: caller.name }),
      Refuse: () => {
        throw new AwsError('OutOfBooks', 'none left');
      },
    },
  });
});

const deploy = (program: Program, Timeout = 10): void => {
  fixture.lambda.createFunction(
    { FunctionName: 'reader', Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout },
    { ...codeFor('throw new Error("the bundle must not run")'), program },
  );
};

const lend = (scope: ProgramScope, operation = 'Lend'): Promise<unknown> =>
  scope.call({ service: 'library', operation, input: { title: 'Emma' } });

const crash = (when: 'before' | 'after'): void => {
  fixture.kernel.install(({ kind }) =>
    kind === 'call' ? { error: { name: 'Runtime.ExitError', message: 'exit', when } } : undefined,
  );
};

describe('a function whose code is a program', () => {
  it('answers what the handler answers, and calls services under its name', async () => {
    deploy((scope) => (event) => lend(scope).then((book) => ({ event, book })));
    expect(await fixture.invoke('reader', { asks: 1 })).toMatchObject({
      payload: { event: { asks: 1 }, book: { lent: { title: 'Emma' }, to: 'function:reader' } },
    });
  });

  it('is made once for an environment, and keeps its state', async () => {
    deploy(() => {
      let runs = 0;
      return async () => ++runs;
    });
    await fixture.invoke('reader');
    expect(await fixture.invoke('reader')).toMatchObject({ payload: 2 });
  });

  it('is made as a module is loaded: what that takes is the init, and none of its time', async () => {
    const reported = async (loadMs: number) => {
      const { kernel, lambda, invoke, lines, segments } = createFixture();
      const { now } = kernel.clock;
      let skew = 0;
      Object.assign(kernel.clock, { now: () => now() + skew });
      const program: Program = () => {
        skew += loadMs;
        return async (_event, context) =>
          (context as { getRemainingTimeInMillis(): number }).getRemainingTimeInMillis();
      };
      lambda.createFunction(
        { FunctionName: 'reader', Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 10 },
        { ...codeFor(''), program },
      );
      const { payload: left } = await invoke('reader', {}, 'Root=1-5e1b4151-5ac6c58f;Sampled=1');
      const report = lines('reader').find((line) => line.startsWith('REPORT')) ?? '';
      const numberAfter = (name: string) => Number(new RegExp(`\\t${name}: ([\\d.]+) ms`).exec(report)?.[1]);
      const traced = (segments as unknown as { subsegments?: Subsegment[] }[])
        .flatMap(({ subsegments = [] }) => subsegments)
        .find(({ name }) => name === 'Initialization');
      const tracedMs = Math.round(1000 * (Number(traced?.end_time) - Number(traced?.start_time)));
      return { left, duration: numberAfter('Duration'), init: numberAfter('Init Duration'), tracedMs };
    };
    const quick = await reported(0);
    const slow = await reported(400);
    expect(quick).toMatchObject({ left: 10_000, duration: 5 });
    expect(slow).toEqual({
      ...quick,
      init: expect.closeTo(quick.init + 400),
      tracedMs: quick.tracedMs + 400,
    });
  });

  it('finds its variables, its own chance, and the time of the lab', async () => {
    deploy(({ env, random, clock, pause }) => async () => {
      const before = clock.now();
      await pause(1500);
      return [env.AWS_LAMBDA_FUNCTION_NAME, random.next() < 1, clock.now() - before];
    });
    expect(await fixture.invoke('reader')).toMatchObject({ payload: ['reader', true, 1500] });
  });

  it('gets the error of a service, and fails with what it throws', async () => {
    deploy((scope) => () => lend(scope, 'Refuse'));
    const { functionError, payload } = await fixture.invoke('reader');
    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'AwsError', errorMessage: 'none left' });
  });

  it('is killed at its timeout, in the middle of an await, and begins anew', async () => {
    let went: string[] = [];
    deploy(({ pause }) => {
      went = [...went, 'made'];
      return async () => {
        await pause(3000);
        went = [...went, 'came back'];
      };
    }, 2);
    expect(await fixture.invoke('reader')).toMatchObject({ payload: { errorType: 'Sandbox.Timedout' } });
    await fixture.kernel.clock.run();
    expect(went).toEqual(['made']);
    await fixture.invoke('reader');
    expect(went).toEqual(['made', 'made']);
  });

  it('does not hear the answer to a call that outlasts its timeout', async () => {
    const went: string[] = [];
    deploy((scope) => () => lend(scope).then(() => void went.push('answer')), 2);
    fixture.kernel.install(({ kind }) => (kind === 'call' ? { delayMs: 3000 } : undefined));
    expect(await fixture.invoke('reader')).toMatchObject({ payload: { errorType: 'Sandbox.Timedout' } });
    await fixture.kernel.clock.run();
    expect(went).toEqual([]);
  });

  it.each(['before', 'after'] as const)('dies when a fault %s a call takes the process', async (when) => {
    let back = false;
    deploy(
      (scope) => () =>
        lend(scope).finally(() => {
          back = true;
        }),
    );
    crash(when);
    expect(await fixture.invoke('reader')).toMatchObject({ payload: { errorType: 'Runtime.ExitError' } });
    await fixture.kernel.clock.run();
    expect(back).toBe(false);
  });

  describe('where the platform chooses another environment', () => {
    /** Answers which environment it is, by the order in which they were made, and how often it has run. */
    const deployCounter = (): void => {
      let made = 0;
      deploy(({ pause }) => {
        const environment = ++made;
        let runs = 0;
        return async () => {
          await pause(100);
          return { environment, runs: ++runs };
        };
      });
    };
    const choose = (environment: 'new' | 'frozen'): (() => void) =>
      fixture.kernel.install(({ kind }) => (kind === 'invocation' ? { environment } : undefined));
    const together = (): Promise<unknown> =>
      fixture.settle(
        Promise.all(
          [1, 2].map(() =>
            fixture.lambda.functions.invoke({ functionArn: 'reader', payload: {}, source: 'invoke:user' }),
          ),
        ),
      );

    it('loses what the one before had in memory, cold start included', async () => {
      deployCounter();
      await fixture.invoke('reader');
      expect(await fixture.invoke('reader')).toMatchObject({ payload: { environment: 1, runs: 2 } });
      const stop = choose('new');
      expect(await fixture.invoke('reader')).toMatchObject({ payload: { environment: 2, runs: 1 } });
      stop();
      expect(await fixture.invoke('reader')).toMatchObject({ payload: { environment: 2, runs: 2 } });
      const [first, second, third, fourth] = fixture
        .lines('reader')
        .filter((line) => line.startsWith('REPORT'))
        .map((line) => line.includes('Init Duration'));
      expect([first, second, third, fourth]).toEqual([true, false, true, false]);
    });

    it('finds what one that was frozen for longer has in memory', async () => {
      deployCounter();
      await together();
      expect(await fixture.invoke('reader')).toMatchObject({ payload: { environment: 2, runs: 2 } });
      choose('frozen');
      expect(await fixture.invoke('reader')).toMatchObject({ payload: { environment: 1, runs: 2 } });
      expect(await fixture.invoke('reader')).toMatchObject({ payload: { environment: 2, runs: 3 } });
    });
  });

  it('is frozen between invocations: what it left waits for the next', async () => {
    const went: string[] = [];
    deploy(({ pause }) => async () => {
      void pause(100).then(() => void went.push('timer'));
      return 'done';
    });
    await fixture.invoke('reader');
    await fixture.kernel.clock.run();
    expect(went).toEqual([]);
    await fixture.invoke('reader');
    await fixture.settle(fixture.kernel.clock.sleep(0));
    expect(went).toEqual([]);
  });
});

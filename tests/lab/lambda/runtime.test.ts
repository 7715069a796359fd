import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createFixture, SAY, START } from './fixture.ts';

describe('a function runs from its bundle, in a module scope of its own', () => {
  it('keeps the module state between invocations, and answers JSON', async () => {
    const { deploy, invoke } = createFixture();
    deploy('count', 'let n = 0; exports.handler = async (event) => ({ n: ++n, event, gone: undefined });');
    expect((await invoke('count', { a: 1 })).payload).toEqual({ n: 1, event: { a: 1 } });
    expect((await invoke('count', { a: 2 })).payload).toEqual({ n: 2, event: { a: 2 } });
  });

  it('hands each invocation a fresh copy of its event', async () => {
    const { deploy, invoke } = createFixture();
    deploy('spoil', 'exports.handler = async (event) => { event.list.push(1); return event.list.length; };');
    const event = { list: [] };
    await invoke('spoil', event);
    expect((await invoke('spoil', event)).payload).toBe(1);
  });

  it('uses a new environment for each concurrent invocation, and one at a time in each', async () => {
    const { deploy, lambda, settle } = createFixture();
    deploy(
      'busy',
      `let active = 0, most = 0, runs = 0;
      exports.handler = async () => {
        most = Math.max(most, ++active); runs++;
        await new Promise((done) => setTimeout(done, 1000));
        active--;
        return { most, runs };
      };`,
    );
    const call = () => lambda.functions.invoke({ functionArn: 'busy', payload: {}, source: 'invoke:user' });
    const answers = await settle(Promise.all([call(), call(), call()]));
    expect(answers.map(({ payload }) => payload)).toEqual(Array(3).fill({ most: 1, runs: 1 }));
    expect((await settle(call())).payload).toEqual({ most: 1, runs: 2 });
  });

  it('tells the time of the lab, by every clock there is', async () => {
    const { deploy, invoke } = createFixture();
    deploy(
      'clock',
      `const { setTimeout: wait } = require('node:timers/promises');
      exports.handler = async (event, context) => {
        const [date, mark, tick, left] =
          [Date.now(), performance.now(), process.hrtime.bigint(), context.getRemainingTimeInMillis()];
        await wait(3000);
        return {
          date: Date.now() - date, now: new Date() - new Date(date), mark: performance.now() - mark,
          tick: Number(process.hrtime.bigint() - tick) / 1e6, left: left - context.getRemainingTimeInMillis(),
          isDate: new Date(0) instanceof Date, year: new Date().getFullYear(), text: Date().slice(11, 15),
        };
      };`,
    );
    const { payload } = await invoke('clock');
    expect(payload).toEqual({
      ...{ date: 3000, now: 3000, left: 3000, isDate: true, year: 2026, text: '2026' },
      mark: expect.closeTo(3000, 3),
      tick: expect.closeTo(3000, 3),
    });
  });

  it('draws from the seed: the same seed gives the same run', async () => {
    const source = `const crypto = require('crypto');
      exports.handler = async () => [Math.random(), crypto.randomUUID(), crypto.randomBytes(4).toString('hex'),
        globalThis.crypto.randomUUID(), crypto.randomInt(1000), [...globalThis.crypto.getRandomValues(new Uint8Array(4))]];`;
    const run = async (seed: number) => {
      const { deploy, invoke } = createFixture({ seed });
      deploy('dice', source);
      return (await invoke('dice')).payload;
    };
    expect(await run(7)).toEqual(await run(7));
    expect(await run(7)).not.toEqual(await run(8));
  });

  it('keeps what a bundle sets on globalThis and process to the environment', async () => {
    const { deploy, invoke } = createFixture();
    const source = `globalThis.awslambda ??= {}; globalThis.awslambda.seen = (globalThis.awslambda.seen ?? 0) + 1;
      process.on('x', () => {}); process.env.MINE = 'yes';
      exports.handler = async () => [globalThis.awslambda.seen, process.listenerCount('x'), typeof global.URL];`;
    deploy('one', source);
    deploy('two', source);
    expect((await invoke('one')).payload).toEqual([1, 1, 'function']);
    expect((await invoke('two')).payload).toEqual([1, 1, 'function']);
    expect(process.env.MINE).toBeUndefined();
    expect('awslambda' in globalThis).toBe(false);
  });

  it('lets a module declare variables by the names of globals, and import built-in modules', async () => {
    const { deploy, invoke } = createFixture();
    deploy(
      'names',
      `const crypto = require('node:crypto'), process = require('process');
      exports.handler = async () => {
        const { default: http, request } = await import('node:http');
        return [typeof crypto.createHash, process.env.AWS_LAMBDA_FUNCTION_NAME, http.request === request];
      };`,
    );
    expect((await invoke('names')).payload).toEqual(['function', 'names', true]);
  });

  it('computes HMACs whatever form the key has (RFC 4231, test case 2)', async () => {
    const { deploy, invoke } = createFixture();
    deploy(
      'hmac',
      `const crypto = require('node:crypto');
      const bytes = Buffer.from('Jefe');
      exports.handler = async () => ['Jefe', bytes, new Uint8Array(bytes), crypto.createSecretKey(bytes)].map((key) =>
        crypto.createHmac('sha256', key).update('what do ya want for nothing?').digest('hex'));`,
    );
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect((await invoke('hmac')).payload).toEqual([expected, expected, expected, expected]);
  });

  it('sets the variables Lambda defines, and the configured ones', async () => {
    const { deploy, invoke } = createFixture();
    deploy('env', 'exports.handler = async () => process.env;', {
      MemorySize: 256,
      Environment: { Variables: { TABLE: 'orders' } },
      TracingConfig: { Mode: 'Active' },
    });
    expect((await invoke('env')).payload).toMatchObject({
      TABLE: 'orders',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-6955b900-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/),
    });
    const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    expect((await invoke('env', {}, header)).payload).toMatchObject({
      // The function's own segment is the parent of what it does.
      _X_AMZN_TRACE_ID: expect.stringMatching(
        /^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=1$/,
      ),
    });
  });

  it('has no network and no files', async () => {
    const { deploy, invoke } = createFixture();
    deploy(
      'outside',
      `const tryIt = async (action) => { try { await action(); } catch (error) { return error.message; } };
      exports.handler = async () => [
        await tryIt(() => require('net').connect(80)), await tryIt(() => require('node:http2').connect('x')),
        await tryIt(() => require('fs/promises').readFile('/etc/passwd')), require('fs').existsSync('/'),
        await tryIt(() => fetch('http://x').catch((error) => { throw error.cause; })),
      ];`,
    );
    expect((await invoke('outside')).payload).toEqual([
      'No network in the lab: net.connect',
      'No network in the lab: http2.connect',
      "ENOENT: no such file or directory, readFile '/etc/passwd' (the lab gives functions no files)",
      false,
      'No network in the lab: fetch',
    ]);
  });

  it('does what Node does on threads without leaving the clock alone', async () => {
    const { deploy, invoke } = createFixture();
    deploy(
      'threads',
      `const { promisify } = require('util'), zlib = require('zlib'), crypto = require('crypto');
      exports.handler = async () => {
        const packed = await promisify(zlib.gzip)('hello');
        const key = await promisify(crypto.scrypt)('a', 'b', 8);
        const digest = await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array());
        return [zlib.gunzipSync(packed).toString(), key.length, Buffer.from(digest).toString('hex').slice(0, 8)];
      };`,
    );
    expect((await invoke('threads')).payload).toEqual(['hello', 8, 'e3b0c442']);
  });

  it('carries asynchronous contexts through timers', async () => {
    const { deploy, invoke } = createFixture();
    deploy(
      'context',
      `const storage = new (require('node:async_hooks').AsyncLocalStorage)();
      const inside = (make) => storage.run('mine', () => new Promise((done) => make(() => done(storage.getStore()))));
      exports.handler = () => Promise.all([inside((f) => setTimeout(f, 1)), inside(setImmediate), inside(process.nextTick)]);`,
    );
    expect((await invoke('context')).payload).toEqual(['mine', 'mine', 'mine']);
  });

  it('freezes the environment between invocations: timers wait for the next one', async () => {
    const { deploy, invoke, kernel } = createFixture();
    deploy('tick', 'let n = 0; setInterval(() => n++, 100); exports.handler = async () => n;');
    expect((await invoke('tick')).payload).toBe(0);
    expect(await kernel.clock.run()).toBe(true);
    await kernel.clock.run(() => false, START + 60_000);
    expect(kernel.clock.pending()).toBe(0);
  });

  it('processes an answer that came while it was frozen at the next invocation', async () => {
    const { deploy, invoke, gate, kernel, said } = createFixture();
    gate.register({ id: 'dynamodb', operations: { GetItem: () => ({}) } });
    deploy(
      'careless',
      `${SAY} const http = require('http');
      exports.handler = async ({ wait }) => {
        http.request({ method: 'POST', host: 'dynamodb.us-east-1.amazonaws.com',
          headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' } }, () => say('answered')).end('{}');
        await new Promise((done) => setTimeout(done, wait));
      };`,
    );
    kernel.install(({ kind }) => (kind === 'call' ? { delayMs: 100 } : undefined));
    await invoke('careless', { wait: 1 });
    await kernel.clock.run();
    expect(said('careless')).toEqual([]);
    await invoke('careless', { wait: 1 });
    expect(said('careless')).toEqual(['answered']);
  });

  it('sets no timer while it is frozen', async () => {
    const { deploy, invoke, kernel } = createFixture();
    deploy(
      'stray',
      `const stray = async () => { for (let i = 0; i < 100; i++) await null; setTimeout(() => {}, 3_600_000); };
      exports.handler = async () => { stray(); };`,
    );
    await invoke('stray');
    await kernel.clock.run();
    expect(kernel.clock.now()).toBeLessThan(START + 3_600_000);
  });

  it('lets timers of the last invocation run late', async () => {
    const { deploy, invoke, kernel } = createFixture();
    const source =
      "let late = 'never'; exports.handler = async () => { setTimeout(() => { late = 'ran'; }, 500); " +
      'await new Promise((done) => setTimeout(done, late === "ran" ? 1 : 10)); return late; };';
    deploy('late', source);
    expect((await invoke('late')).payload).toBe('never');
    await kernel.clock.run();
    expect(kernel.clock.now()).toBeLessThan(START + 500);
    kernel.clock.after(5000, () => {});
    await kernel.clock.run();
    expect((await invoke('late')).payload).toBe('ran');
  });
});

describe('how a function fails (Lambda developer guide, "Node.js errors")', () => {
  const failing: [string, string, Record<string, unknown>, Record<string, unknown>][] = [
    [
      'a thrown error by its name',
      "exports.handler = async () => { throw new TypeError('no'); };",
      {},
      { errorType: 'TypeError', errorMessage: 'no', trace: expect.arrayContaining(['TypeError: no']) },
    ],
    [
      'a handler that is not exported',
      'exports.other = 1;',
      {},
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'a file that is not in the package',
      '',
      { Handler: 'src/other.handler' },
      {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: "Error: Cannot find module 'other'\nRequire stack:\n- /var/runtime/index.mjs",
      },
    ],
    [
      'a module the package lacks',
      "require('left-pad'); exports.handler = async () => 1;",
      {},
      {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringContaining("Cannot find module 'left-pad'"),
      },
    ],
    [
      'a syntax error',
      'exports.handler = async () => {',
      {},
      { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringMatching(/^SyntaxError: /) },
    ],
    [
      'a callback, which Node.js 24 no longer has',
      'exports.handler = (event, context, callback) => callback(null, 1);',
      {},
      { errorType: 'Runtime.CallbackHandlerDeprecated' },
    ],
    [
      'an exit',
      'exports.handler = async () => process.exit(3);',
      {},
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/Runtime exited with error: exit status 3$/),
      },
    ],
    [
      'an error in a timer',
      "exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError('far'); }, 5));",
      {},
      { errorType: 'RangeError', errorMessage: 'far' },
    ],
    [
      'a response above 6 MB',
      "exports.handler = async () => 'é'.repeat(3145778);",
      {},
      { errorType: 'Function.ResponseSizeTooLarge' },
    ],
    [
      'its timeout',
      'exports.handler = () => new Promise(() => {});',
      { Timeout: 2 },
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 2.00 seconds$/),
      },
    ],
  ];
  it.each(failing)('by %s', async (_name, source, properties, payload) => {
    const { deploy, invoke } = createFixture();
    deploy('bad', source, properties);
    expect(await invoke('bad')).toMatchObject({ functionError: 'Unhandled', payload });
  });

  // In a process of its own: jest takes every unhandled rejection for a failure of the test.
  it('by a promise nobody handles', () => {
    const program = join(__dirname, 'unhandled-rejection.program.ts');
    const result = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }));
    expect(result.failed).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: x' },
    });
    expect(result.bystander.payload).toBe('unharmed');
  });

  it('a killed environment has no effects any more, and the next invocation starts another', async () => {
    const { deploy, invoke, said, kernel, gate } = createFixture();
    const called: unknown[] = [];
    gate.register({ id: 'dynamodb', operations: { PutItem: (input) => void called.push(input) } });
    deploy(
      'zombie',
      `${SAY} let runs = 0; const http = require('http');
      const put = (n) => new Promise((resolve) => http.request({ method: 'POST', host: 'dynamodb.us-east-1.amazonaws.com',
        headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' } }, resolve).end(JSON.stringify({ n })));
      exports.handler = async ({ ms }) => {
        runs++;
        await put('before');
        await new Promise((done) => setTimeout(done, ms));
        say('after'); await put('after');
        return runs;
      };`,
      { Timeout: 1 },
    );
    expect((await invoke('zombie', { ms: 1500 })).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    await kernel.clock.run();
    expect(said('zombie')).toEqual([]);
    expect(called).toEqual([{ n: 'before' }]);
    expect((await invoke('zombie', { ms: 1 })).payload).toBe(1);
    expect(called).toHaveLength(3);
  });

  it('an environment that exits does nothing more, even if it catches the exit', async () => {
    const { deploy, invoke, said, kernel, gate } = createFixture();
    const called: unknown[] = [];
    gate.register({ id: 'dynamodb', operations: { PutItem: (input) => void called.push(input) } });
    deploy(
      'stubborn',
      `${SAY} setInterval(() => {}, 10);
      exports.handler = async () => {
        try { process.exit(1); } catch {}
        say('still here');
        for (let i = 0; i < 100; i++) await null;
        setTimeout(() => {}, 3_600_000);
        require('http').request({ method: 'POST', host: 'dynamodb.us-east-1.amazonaws.com',
          headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' } }).end('{}');
        return 1;
      };`,
    );
    expect((await invoke('stubborn')).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(kernel.clock.pending()).toBe(0);
    await kernel.clock.run();
    expect(kernel.clock.now()).toBeLessThan(START + 3_600_000);
    expect([said('stubborn'), called]).toEqual([[], []]);
  });

  it('a function error leaves the environment as it is', async () => {
    const { deploy, invoke } = createFixture();
    deploy(
      'odd',
      "let n = 0; exports.handler = async () => { if (++n === 1) throw new Error('once'); return n; };",
    );
    await invoke('odd');
    expect((await invoke('odd')).payload).toBe(2);
  });
});

describe('logs and billing', () => {
  it('writes START, END and REPORT around what the function logs', async () => {
    const { deploy, invoke, lines, logs } = createFixture();
    deploy(
      'talk',
      "exports.handler = async () => { console.log('hello %s', 'you'); console.error({ a: 1 }); };",
    );
    const { requestId } = await invoke('talk');
    const time = expect.stringMatching(/^2026-01-01T00:00:00/);
    expect(lines('talk').map((line) => line.split('\t'))).toEqual([
      [`START RequestId: ${requestId} Version: $LATEST`],
      [time, requestId, 'INFO', 'hello you'],
      [time, requestId, 'ERROR', '{ a: 1 }'],
      [`END RequestId: ${requestId}`],
      [
        `REPORT RequestId: ${requestId}`,
        'Duration: 5.00 ms',
        expect.stringMatching(/^Billed Duration: \d+ ms$/),
        'Memory Size: 128 MB',
        'Max Memory Used: 96 MB',
        expect.stringMatching(/^Init Duration: [\d.]+ ms$/),
        '',
      ],
    ]);
    expect(logs.read('/aws/lambda/talk')[0]?.stream).toMatch(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
  });

  it('has the whole console of Node, which writes by the methods that Lambda patches', async () => {
    const { deploy, invoke, lines } = createFixture();
    deploy(
      'count',
      `const own = require('node:console');
      exports.handler = async () => { console.count('pizzas'); own.assert(false, 'cold'); console.dir({ a: 1 });
        console.log('table' in console); };`,
    );
    const { requestId } = await invoke('count');
    const time = expect.stringMatching(/^2026-01-01T00:00:00/);
    expect(
      lines('count')
        .slice(1, -2)
        .map((line) => line.trimEnd().split('\t')),
    ).toEqual([
      [time, requestId, 'INFO', 'pizzas: 1'],
      [time, requestId, 'WARN', 'Assertion failed: cold'],
      ['{ a: 1 }'],
      [time, requestId, 'INFO', 'true'],
    ]);
  });

  it('bills waits and a constant for computing, per GB and second; the first time the init phase too', async () => {
    const { deploy, invoke, meter } = createFixture();
    const source = 'exports.handler = () => new Promise((done) => setTimeout(done, 95));';
    deploy('sleepy', source, { MemorySize: 512 });
    await invoke('sleepy');
    meter.reset();
    await invoke('sleepy');
    const usage = { caller: 'function:sleepy', resource: 'sleepy' };
    expect(meter.read()).toEqual(
      expect.arrayContaining([
        { unit: 'lambda.requests', quantity: 1, ...usage },
        { unit: 'lambda.gbSeconds', quantity: expect.closeTo(0.05, 3), ...usage },
      ]),
    );
  });
});

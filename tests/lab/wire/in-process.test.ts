import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Caller } from '../../../lab/kernel/service.ts';
import { createDispatch } from '../../../lab/wire/dispatch.ts';
import { createGate } from '../../../lab/wire/gate.ts';
import { createDgramModule } from '../../../lab/wire/in-process/dgram.ts';
import { createHttpModule } from '../../../lab/wire/in-process/http.ts';
import type { HttpRequest, HttpResponse } from '../../../lab/wire/protocols/http.ts';

interface Request {
  on(event: string, listener: () => void): Request;
  setTimeout(ms: number): Request;
  write(chunk: string): boolean;
  end(chunk?: string): Request;
  destroy(): Request;
}
type Response = AsyncIterable<Buffer> & { readonly statusCode: number; readonly headers: unknown };
type OnResponse = (response: Response) => void;
interface Http {
  request(options: unknown, onResponse?: OnResponse): Request;
  get(url: string, onResponse: OnResponse): Request;
}

/** Timers that run when told to. */
const manualTimers = () => {
  const armed = new Map<unknown, () => void>();
  return {
    armed,
    set: (action: () => void) => {
      const timer = {};
      armed.set(timer, action);
      return timer;
    },
    clear: (timer: unknown) => void armed.delete(timer),
  };
};

const setup = (send: (request: HttpRequest) => Promise<HttpResponse>) => {
  const timers = manualTimers();
  return { timers, http: createHttpModule(send, timers) as unknown as Http };
};

const textOf = async (response: Response): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('http in process', () => {
  it('carries a request and its answer', async () => {
    const seen: HttpRequest[] = [];
    const { http } = setup(async (request) => {
      seen.push(request);
      return { status: 201, headers: { 'x-a': '1' }, body: 'héllo' };
    });
    const response = await new Promise<Response>((resolve) => {
      const headers = { 'X-B': ['1', '2'] };
      const options = { method: 'PUT', hostname: 'a.example', path: '/p%20q?x=1&y=%2F', headers };
      const request = http.request(options, resolve);
      request.write('one ');
      request.end('two');
    });
    expect([response.statusCode, response.headers]).toEqual([201, { 'x-a': '1' }]);
    expect(await textOf(response)).toBe('héllo');
    expect(seen).toEqual([
      {
        method: 'PUT',
        path: '/p%20q',
        query: { x: '1', y: '/' },
        headers: { 'x-b': '1,2', host: 'a.example' },
        body: Buffer.from('one two'),
      },
    ]);
  });

  it('takes a URL', async () => {
    const { http } = setup(async ({ headers, path }) => ({
      status: 200,
      headers: {},
      body: headers.host + path,
    }));
    const response = await new Promise<Response>((resolve) => http.get('http://a.example/b', resolve));
    expect(await textOf(response)).toBe('a.example/b');
  });

  it('tells of a timeout, and of no answer once it is destroyed', async () => {
    const answer = Promise.withResolvers<HttpResponse>();
    const { http, timers } = setup(() => answer.promise);
    const events: string[] = [];
    const request = http.request({}).setTimeout(5).end();
    for (const event of ['timeout', 'response', 'close']) request.on(event, () => events.push(event));
    for (const fire of timers.armed.values()) fire();
    request.destroy();
    answer.resolve({ status: 200, headers: {}, body: '' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(events).toEqual(['timeout', 'close']);
    expect(timers.armed.size).toBe(0);
  });
});

describe('datagrams', () => {
  it('reach the observer in every form of send', () => {
    const seen: unknown[] = [];
    const observe = (message: Buffer, port: number, address: string): void =>
      void seen.push([message.toString(), port, address]);
    const { createSocket } = createDgramModule(observe) as {
      createSocket: () => { send: (...args: unknown[]) => void };
    };
    createSocket().send('abc', 2000, '10.0.0.1', () => {});
    createSocket().send(Buffer.from('abc'), 1, 2, 2000, '10.0.0.1');
    expect(seen).toEqual([
      ['abc', 2000, '10.0.0.1'],
      ['bc', 2000, '10.0.0.1'],
    ]);
  });
});

describe('dispatch', () => {
  const setupDispatch = () => {
    const kernel = virtualKernel({ seed: 1, startAt: 0 });
    const gate = createGate({ kernel });
    return { kernel, gate, dispatch: createDispatch(gate) };
  };
  const request = (operation: string, headers: Record<string, string> = {}): HttpRequest => ({
    ...{ method: 'POST', path: '/', query: {}, body: Buffer.from('{}') },
    headers: { host: 'events.us-east-1.amazonaws.com', 'x-amz-target': `AWSEvents.${operation}`, ...headers },
  });

  it('answers unknown operations in their protocol, by name', async () => {
    const answer = await setupDispatch().dispatch(request('Nope'), { name: 'user' });
    expect([answer.status, JSON.parse(String(answer.body))]).toEqual([
      400,
      { __type: 'UnknownOperationException', message: 'The lab does not support events:Nope. It has .' },
    ]);
  });

  it('prefers the trace of the request to that of the caller', async () => {
    const { kernel, gate, dispatch } = setupDispatch();
    const callers: Caller[] = [];
    gate.register({ id: 'events', operations: { PutEvents: (_input, caller) => void callers.push(caller) } });
    const caller = { name: 'user', traceHeader: 'outer' };
    void dispatch(request('PutEvents', { 'x-amzn-trace-id': 'inner' }), caller);
    void dispatch(request('PutEvents'), caller);
    await kernel.clock.run();
    expect(callers.map(({ traceHeader }) => traceHeader).sort()).toEqual(['inner', 'outer']);
  });
});

import { Agent } from 'node:http';
import { connect } from 'node:net';
import { crc32, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { authorization, send, startServer } from './world.ts';

type Started = Awaited<ReturnType<typeof startServer>>;

const echo = (input: unknown) => input;
const fail = ({ defect }: { readonly defect?: boolean }): never => {
  if (defect) throw new TypeError('x is not a function');
  throw new Error('Fail.Gently is not supported by the lab');
};

let started: Started;
beforeEach(async () => {
  started = await startServer({ events: { Echo: echo, Fail: fail }, dynamodb: { Echo: echo } });
});
afterEach(() => started.server.close(0));

const json = (service: 'events' | 'dynamodb' | 'ec2') => ({
  ...authorization(service),
  ...(service !== 'ec2' && {
    'x-amz-target': `${{ events: 'AWSEvents', dynamodb: 'DynamoDB_20120810' }[service]}.Echo`,
  }),
});

describe('an answer', () => {
  it('names the request, each with an id of its own', async () => {
    const ids = [
      await send(started.endpoint, {}),
      await send(started.endpoint, { headers: json('events') }),
    ].map(({ headers }) => headers['x-amzn-requestid']);
    expect(new Set(ids).size).toBe(2);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  // botocore compares it.
  it('of DynamoDB has its checksum', async () => {
    const { headers, body } = await send(started.endpoint, { headers: json('dynamodb'), body: '{"a":"é"}' });
    expect([body, headers['x-amz-crc32']]).toEqual(['{"a":"é"}', String(crc32('{"a":"é"}'))]);
  });

  it('keeps the connection for the next', async () => {
    const agent = new Agent({ keepAlive: true });
    const answers = [
      await send(started.endpoint, { headers: json('events'), agent }),
      await send(started.endpoint, { headers: json('events'), agent }),
    ];
    agent.destroy();
    expect(answers.map(({ status, reusedSocket }) => [status, reusedSocket])).toEqual([
      [200, false],
      [200, true],
    ]);
  });
});

describe('a body', () => {
  it('may come in chunks', async () => {
    const headers = { ...json('events'), 'transfer-encoding': 'chunked' };
    expect(await send(started.endpoint, { headers, body: '{"a":1}' })).toMatchObject({ body: '{"a":1}' });
  });

  it('may be compressed', async () => {
    const headers = { ...json('events'), 'content-encoding': 'gzip' };
    const body = gzipSync('{"a":1}');
    expect(await send(started.endpoint, { headers, body })).toMatchObject({ body: '{"a":1}' });
  });

  it('that is not compressed as it says is refused', async () => {
    const headers = { ...json('events'), 'content-encoding': 'gzip' };
    const { status, body } = await send(started.endpoint, { headers, body: '{}' });
    expect([status, JSON.parse(body)]).toEqual([
      400,
      expect.objectContaining({ __type: 'SerializationException' }),
    ]);
  });

  it.each([
    ['at once', {}],
    ['as it comes', { 'transfer-encoding': 'chunked' }],
    ['however small it was compressed', { 'content-encoding': 'gzip' }],
  ])('that is too large is refused, %s', async (_how, extra) => {
    const large = Buffer.alloc(17 * 1024 * 1024, 32);
    const body = 'content-encoding' in extra ? gzipSync(large) : large;
    const { status, body: said } = await send(started.endpoint, {
      headers: { ...json('dynamodb'), ...extra },
      body,
    });
    expect([status, JSON.parse(said)]).toEqual([
      413,
      expect.objectContaining({ message: `Request must be smaller than ${16 * 1024 * 1024} bytes` }),
    ]);
  });

  it('is sent when it is asked for', async () => {
    const headers = { ...json('events'), expect: '100-continue', 'content-length': '7' };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(started.server.port, '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}\r\n`);
    const received: string[] = [];
    for await (const chunk of socket) {
      received.push(String(chunk));
      if (received.length === 1) socket.write('{"a":1}');
      else socket.end();
    }
    expect(received[0]).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    expect(received[1]).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  });
});

describe('what the lab does not have', () => {
  it.each([
    [
      'a service of JSON',
      { ...json('ec2'), 'x-amz-target': 'Other.Op' },
      '{}',
      400,
      '"The lab does not support ec2:Op. It has dynamodb, events."',
    ],
    [
      'a service of forms',
      { ...authorization('ec2'), 'content-type': 'application/x-www-form-urlencoded' },
      'Action=DescribeRegions',
      400,
      '<Message>The lab does not support ec2:DescribeRegions. It has dynamodb, events.</Message>',
    ],
    ['a service of paths', json('ec2'), '', 400, '"The lab does not support ec2: POST /."'],
    [
      'CBOR',
      { ...authorization('states'), 'smithy-protocol': 'rpc-v2-cbor' },
      '',
      400,
      '"The lab does not support states by Smithy RPC v2 CBOR, only by AWS JSON."',
    ],
    ['unsigned requests', {}, '', 403, '"Missing Authentication Token"'],
  ])('is named: %s', async (_what, headers, body, status, said) => {
    const answer = await send(started.endpoint, { headers, body });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(said);
  });
});

describe('closing', () => {
  it('waits for what is under way', async () => {
    const busy = Promise.withResolvers<void>();
    const held = await startServer({
      events: {
        Echo: async () => {
          busy.resolve();
          closing = held.server.close(60_000);
          return { closing: true };
        },
      },
    });
    let closing: Promise<void> | undefined;
    const answering = send(held.endpoint, { headers: json('events') });
    await busy.promise;
    expect(await answering).toMatchObject({ status: 200, body: '{"closing":true}' });
    await closing;
    await expect(send(held.endpoint, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('cuts off what takes longer than it waits', async () => {
    const busy = Promise.withResolvers<void>();
    let isOpen = true;
    const held = await startServer({
      events: {
        Echo: () => {
          busy.resolve();
          return new Promise(() => {});
        },
      },
    });
    const { clock } = held.library.kernel;
    // Something always happens, so that the lab waits for the answer.
    const tick = (): void => void (isOpen && clock.after(1, tick));
    tick();
    const answering = send(held.endpoint, { headers: json('events') });
    answering.catch(() => {});
    await busy.promise;
    await held.server.close(0);
    isOpen = false;
    await expect(answering).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('an address', () => {
  it('in use is an error', async () => {
    const { serve } = await import('../../../../lab/wire/server/server.ts');
    const { kernel, httpApi } = started.library;
    const options = {
      port: started.server.port,
      host: '127.0.0.1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    };
    const dispatch = async () => ({ status: 200, headers: {}, body: '' });
    await expect(serve({ kernel, httpApi, dispatch }, options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('is told in a sentence; a defect, with its place', async () => {
    const headers = { ...json('events'), 'x-amz-target': 'AWSEvents.Fail' };
    const refused = await send(started.endpoint, { headers, body: '{}' });
    expect(refused).toMatchObject({
      status: 501,
      body: '{"__type":"LabError","message":"Fail.Gently is not supported by the lab"}',
    });
    const broken = await send(started.endpoint, { headers, body: '{"defect":true}' });
    expect(broken).toMatchObject({
      status: 501,
      body: expect.stringMatching(/TypeError: x is .*\\n +at fail/),
    });
  });
});

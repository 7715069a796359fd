import { describe, expect, it } from '@jest/globals';
import type { SegmentDocument } from '../../../lab/kernel/ports.ts';
import { createFixture, SAY } from './fixture.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const PARENT = '53995c3f42cd8ad8';
const SAMPLED = `Root=${ROOT};Parent=${PARENT};Sampled=1`;

const HEADER = 'exports.handler = async () => process.env._X_AMZN_TRACE_ID;';
const ACTIVE = { TracingConfig: { Mode: 'Active' } };

interface Phase {
  readonly id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time: number;
}

/** A segment document of a function. */
interface Run extends SegmentDocument {
  readonly subsegments: readonly Phase[];
}

/** The segments that a test's functions have come to, by origin. */
const given = () => {
  const fixture = createFixture();
  const { segments, kernel } = fixture;
  const settled = async () => {
    await kernel.clock.run();
    const of = (origin: string) => segments.filter((segment) => segment.origin === origin);
    return { services: of('AWS::Lambda'), runs: of('AWS::Lambda::Function') as Run[] };
  };
  return { ...fixture, settled };
};

/** Lambda developer guide, "Visualize Lambda function invocations using AWS X-Ray". */
describe('a sampled invocation', () => {
  it("is two segments: Lambda's own, and in it the function's with its phases", async () => {
    const { deploy, invoke, settled } = given();
    const arn = deploy('shop', HEADER, ACTIVE);
    const { payload, requestId } = await invoke('shop', {}, SAMPLED);
    const { services, runs } = await settled();
    const aws = { request_id: requestId, function_arn: arn };
    expect(services).toEqual([
      expect.objectContaining({
        ...{ trace_id: ROOT, parent_id: PARENT, name: 'shop', resource_arn: arn, aws },
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        http: { response: { status: 200 } },
      }),
    ]);
    expect(runs).toEqual([
      expect.objectContaining({
        ...{ trace_id: ROOT, parent_id: services[0]?.id, name: 'shop', resource_arn: arn, aws },
      }),
    ]);
    const [init, invocation, overhead] = runs[0]?.subsegments ?? [];
    expect([init?.name, invocation?.name, overhead?.name]).toEqual([
      'Initialization',
      'Invocation',
      'Overhead',
    ]);
    expect(init?.end_time).toBe(invocation?.start_time);
    // "You can use the X-Ray SDK to extend the Invocation subsegment with additional subsegments."
    expect(payload).toBe(`Root=${ROOT};Parent=${invocation?.id};Sampled=1`);
  });

  it('has an Initialization only where the environment was made', async () => {
    const { deploy, invoke, settled } = given();
    deploy('shop', HEADER, ACTIVE);
    await invoke('shop');
    await invoke('shop');
    const { runs } = await settled();
    expect(runs.map(({ subsegments }) => subsegments.map(({ name }) => name))).toEqual([
      ['Initialization', 'Invocation', 'Overhead'],
      ['Invocation', 'Overhead'],
    ]);
  });

  it('says what it failed with', async () => {
    const { deploy, invoke, settled } = given();
    deploy('shop', 'exports.handler = async () => { throw new RangeError("sold out"); };', ACTIVE);
    await invoke('shop', {}, SAMPLED);
    const { services, runs } = await settled();
    expect([services[0]?.fault, runs[0]?.fault]).toEqual([true, true]);
    expect(runs[0]?.subsegments[1]).toMatchObject({
      fault: true,
      cause: { exceptions: [{ id: expect.any(String), type: 'RangeError', message: 'sold out' }] },
    });
  });

  it('that is retried keeps its segment, and each attempt has its own in it', async () => {
    const { deploy, invokeAsync, settled } = given();
    deploy('shop', 'exports.handler = async () => { throw new Error("again"); };', ACTIVE);
    await invokeAsync('shop');
    const { services, runs } = await settled();
    expect(new Set(services.map(({ id }) => id)).size).toBe(1);
    expect(runs.map(({ parent_id }) => parent_id)).toEqual(Array(3).fill(services[0]?.id));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
    const ends = services.map(({ end_time }) => Number(end_time));
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
  });

  it('takes what the function sends to its daemon', async () => {
    const { deploy, invoke, segments, settled } = given();
    const source = `const { createSocket } = require('node:dgram');
      exports.handler = async () => {
        const document = { id: '1111111111111111', trace_id: '${ROOT}', name: 'work' };
        createSocket('udp4').send('{"format":"json","version":1}\\n' + JSON.stringify(document), 2000, '169.254.100.1');
      };`;
    deploy('shop', source, ACTIVE);
    await invoke('shop', {}, SAMPLED);
    await settled();
    expect(segments).toContainEqual({ id: '1111111111111111', trace_id: ROOT, name: 'work' });
  });
});

/** X-Ray developer guide, "Tracing event-driven applications": a queue links traces, and does not carry them. */
describe('a batch from a queue', () => {
  it('is a trace of its own, linked to those that its messages come from', async () => {
    const { deploy, lambda, queue, settled } = given();
    deploy('shop', 'exports.handler = async () => {};', ACTIVE);
    lambda.createEventSourceMapping({
      FunctionName: 'shop',
      EventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:orders',
    });
    queue.put('a', 'body', { AWSTraceHeader: SAMPLED });
    queue.put('b', 'body', { AWSTraceHeader: SAMPLED.replace('Sampled=1', 'Sampled=0') });
    queue.put('c', 'body');
    const { services } = await settled();
    expect(services).toHaveLength(1);
    expect(services[0]?.trace_id).not.toBe(ROOT);
    expect(services[0]?.links).toEqual([
      { trace_id: ROOT, id: PARENT, attributes: { 'aws.xray.reserved.reference_type': 'parent' } },
    ]);
  });
});

describe('an invocation that is not sampled', () => {
  it.each([
    ['because its caller says so', ACTIVE, SAMPLED.replace('Sampled=1', 'Sampled=0')],
    ['because nobody decides and the function is not traced', {}, undefined],
  ])('%s: tells X-Ray nothing', async (_why, properties, header) => {
    const { deploy, invoke, segments, settled } = given();
    deploy('shop', HEADER, properties);
    expect((await invoke('shop', {}, header)).payload).toMatch(/;Sampled=0$/);
    await settled();
    expect(segments).toEqual([]);
  });
});

/** On Lambda a request comes over the network, and with it no context of whoever made it. */
describe('the asynchronous context of an invocation', () => {
  it('does not reach a later one, though that comes of a call made in it', async () => {
    const { deploy, invoke, gate, kernel, lambda, said } = given();
    const source = `${SAY}
      const { AsyncLocalStorage } = require('node:async_hooks');
      const storage = new AsyncLocalStorage();
      const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
      const call = () => new Promise((resolve) => {
        const options = { method: 'POST', host: 'events.us-east-1.amazonaws.com', path: '/', headers };
        require('node:https').request(options, resolve).end('{}');
      });
      exports.handler = async (again) => {
        say(storage.getStore() ?? 'none');
        if (again !== true) await storage.run('mine', call);
      };`;
    const arn = deploy('shop', source);
    const later = async () => {
      await kernel.clock.sleep(1000);
      await lambda.functions.invoke({ functionArn: arn, payload: true, source: 'rule:again' });
    };
    gate.register({ id: 'events', operations: { PutEvents: () => ({ begun: void later() }) } });
    await invoke('shop');
    await kernel.clock.run();
    expect(said('shop')).toEqual(['none', 'none']);
  });
});

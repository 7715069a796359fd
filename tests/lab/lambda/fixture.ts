import { createHash } from 'node:crypto';
import type { VirtualKernel } from '../../../lab/kernel/kernel.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type {
  InvokeResult,
  Metrics,
  Queues,
  ReceivedMessage,
  Roles,
  SegmentDocument,
  SendRequest,
  StreamRecord,
  Streams,
} from '../../../lab/kernel/ports.ts';
import { createLambda } from '../../../lab/lambda/lambda.ts';
import { createLogs } from '../../../lab/logs/logs.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { createGate } from '../../../lab/wire/gate.ts';
import { createXRay } from '../../../lab/xray/xray.ts';

export const START = Date.parse('2026-01-01T00:00:00.000Z');

/** A queue as the engine sees it: messages that hide and come back. */
const fakeQueues = (kernel: VirtualKernel) => {
  const sent: { request: SendRequest; caller: string }[] = [];
  const deleted: string[] = [];
  const listeners = new Set<() => void>();
  const messages: { message: ReceivedMessage; visibleAt: number; receives: number }[] = [];
  const state = { visibilitySeconds: 60 };
  const queues: Queues = {
    send: async (request, caller) => void sent.push({ request, caller }),
    permits: () => true,
    receive: (_arn, max) => {
      const visible = messages.filter((entry) => entry.visibleAt <= kernel.clock.now()).slice(0, max);
      for (const entry of visible) {
        entry.visibleAt = kernel.clock.now() + state.visibilitySeconds * 1000;
        entry.receives++;
        kernel.clock.after(state.visibilitySeconds * 1000, () => {
          if (messages.includes(entry)) for (const listener of listeners) listener();
        });
      }
      return visible.map(({ message, receives }) => ({
        ...message,
        attributes: { ...message.attributes, ApproximateReceiveCount: String(receives) },
      }));
    },
    delete: (_arn, handles) => {
      deleted.push(...handles);
      for (const handle of handles) {
        const index = messages.findIndex(({ message }) => message.receiptHandle === handle);
        if (index >= 0) messages.splice(index, 1);
      }
    },
    subscribe: (_arn, onVisible) => {
      listeners.add(onVisible);
      return () => void listeners.delete(onVisible);
    },
    visibilityTimeout: () => state.visibilitySeconds,
  };
  const put = (id: string, body: string, attributes: Readonly<Record<string, string>> = {}): void => {
    const message = {
      messageId: id,
      receiptHandle: `r-${id}`,
      body,
      md5OfBody: '',
      attributes,
      messageAttributes: {},
    };
    messages.push({ message, visibleAt: 0, receives: 0 });
    for (const listener of listeners) listener();
  };
  return { queues, sent, deleted, put, state };
};

/** A stream of one shard. */
const fakeStreams = (kernel: VirtualKernel) => {
  const records: StreamRecord[] = [];
  const listeners = new Set<(shardId: string) => void>();
  const streams: Streams = {
    shards: () => ['shard-1'],
    read: (_arn, _shard, after, limit) =>
      records
        .filter(({ dynamodb }) => after === undefined || dynamodb.SequenceNumber > after)
        .slice(0, limit),
    subscribe: (_arn, onRecord) => {
      listeners.add(onRecord);
      return () => void listeners.delete(onRecord);
    },
  };
  const append = (key: string, image: Record<string, unknown> = {}): void => {
    const sequence = String(records.length + 1).padStart(21, '0');
    records.push({
      eventID: sequence,
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: STREAM_ARN,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(kernel.clock.now() / 1000),
        Keys: { pk: { S: key } },
        NewImage: image,
        SequenceNumber: sequence,
        SizeBytes: 10,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    for (const listener of listeners) listener('shard-1');
  };
  return { streams, append };
};

export const STREAM_ARN =
  'arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';
export const QUEUE_ARN = 'arn:aws:sqs:us-east-1:123456789012:jobs';
export const DEAD_ARN = 'arn:aws:sqs:us-east-1:123456789012:dead';

/** Matches `{"eventName": ["INSERT"]}` and the like: enough of a pattern for these tests. */
const compilePattern = (pattern: unknown) => (event: unknown) =>
  Object.entries(pattern as Record<string, unknown>).every(([key, expected]): boolean => {
    const value = (event as Record<string, unknown> | undefined)?.[key];
    return Array.isArray(expected) ? expected.includes(value) : compilePattern(expected)(value);
  });

/** A package of one file. */
export const codeFor = (handlerSource: string) => ({
  handlerSource,
  fileName: 'index.js',
  sha256: createHash('sha256').update(handlerSource).digest('base64'),
  size: handlerSource.length,
});

/** Lambda with everything around it faked, on a virtual clock. */
export const createFixture = (options: { seed?: number; roles?: Roles } = {}) => {
  const kernel = virtualKernel({ seed: options.seed ?? 1, startAt: START });
  const meter = createMeter();
  const logs = createLogs({ kernel, meter });
  const gate = createGate({ kernel });
  const queue = fakeQueues(kernel);
  const stream = fakeStreams(kernel);
  const { queues } = queue;
  const { streams } = stream;
  const xray = createXRay({ kernel, gate, sampleAll: true });
  /** What Lambda and the functions told X-Ray. */
  const segments: SegmentDocument[] = [];
  const measured: (readonly [functionName: string | undefined, name: string, value: number])[] = [];
  const metrics: Metrics = {
    put: ({ name, dimensions }, value) => void measured.push([dimensions.FunctionName, name, value]),
    sample: () => {},
  };
  const lambda = createLambda({
    ...{ kernel, meter, logs, metrics, gate, queues, streams, compilePattern },
    roles: options.roles,
    traces: {
      ...xray.traces,
      put: (documents) => void segments.push(...documents.map((text) => JSON.parse(text))),
    },
  });
  gate.register(lambda.service);

  /** Deploys `exports.handler = …` or a whole module. */
  const deploy = (name: string, source: string, properties: Record<string, unknown> = {}): string =>
    lambda.createFunction(
      { FunctionName: name, Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 10, ...properties },
      codeFor(source),
    ).arn;

  /** Metric → its values, in the order they were put. */
  const metricsOf = (functionName: string): Record<string, number[]> => {
    const values: Record<string, number[]> = {};
    for (const [owner, name, value] of measured) {
      if (owner === functionName) values[name] = [...(values[name] ?? []), value];
    }
    return values;
  };

  const { settle } = kernel.clock;
  const invoke = (name: string, payload: unknown = {}, traceHeader?: string): Promise<InvokeResult> =>
    settle(lambda.functions.invoke({ functionArn: name, payload, source: 'invoke:user', traceHeader }));
  const invokeAsync = (name: string, payload: unknown = {}): Promise<void> =>
    lambda.functions.invokeAsync({ functionArn: name, payload, source: 'rule:test' });
  const lines = (name: string): string[] => logs.read(`/aws/lambda/${name}`).map(({ message }) => message);
  /** What functions logged of their own, which in these tests is one JSON value a line. */
  const said = (name: string): unknown[] =>
    lines(name).flatMap((line) => (line.startsWith('say ') ? [JSON.parse(line.slice(4))] : []));
  return {
    metricsOf,
    ...{ kernel, meter, logs, gate, lambda, queue, stream, segments },
    ...{ deploy, settle, invoke, invokeAsync, lines, said },
  };
};

/** Source of `say(value)`, which logs a value for `said`. */
export const SAY = "const say = (value) => process.stdout.write('say ' + JSON.stringify(value) + '\\n');\n";

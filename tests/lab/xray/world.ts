import { GetTraceSummariesCommand, PutTraceSegmentsCommand, XRayClient } from '@aws-sdk/client-xray';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { clientConfig } from '../../../lab/wire/client-config.ts';
import { createDispatch } from '../../../lab/wire/dispatch.ts';
import { createGate } from '../../../lab/wire/gate.ts';
import { createXRay } from '../../../lab/xray/xray.ts';

export const START = Date.parse('2026-01-01T00:00:00.000Z');

/** Epoch seconds, so many after the start. */
export const second = (after: number): number => START / 1000 + after;

/** A trace's id: its time is the start's, or so many seconds after it. */
export const traceId = (digit: string, after = 0): string =>
  `1-${Math.floor(second(after)).toString(16)}-${digit.repeat(24)}`;

export const id = (digit: string): string => digit.repeat(16);

/** X-Ray by itself, on a virtual clock, and its official client. */
export const createWorld = (options: { sampleAll?: boolean } = {}) => {
  const kernel = virtualKernel({ seed: 1, startAt: START });
  const gate = createGate({ kernel });
  const { service, traces } = createXRay({ kernel, gate, ...options });
  gate.register(service);
  const client = new XRayClient(clientConfig(createDispatch(gate), { name: 'user' }) as object);
  const { settle } = kernel.clock;
  /** Sends documents: a segment of the first second, unless they say otherwise. */
  const put = async (...documents: readonly object[]) => {
    const segments = documents.map((document) =>
      JSON.stringify({ name: 'shop', start_time: second(0), end_time: second(1), ...document }),
    );
    const command = new PutTraceSegmentsCommand({ TraceSegmentDocuments: segments });
    return (await settle(client.send(command))).UnprocessedTraceSegments;
  };
  /** What is found among the traces of the first hour. */
  const find = (FilterExpression?: string, NextToken?: string) =>
    settle(
      client.send(
        new GetTraceSummariesCommand({
          StartTime: new Date(START),
          EndTime: new Date(START + 3_600_000),
          ...{ FilterExpression, NextToken },
        }),
      ),
    );
  return { kernel, gate, traces, client, settle, put, find };
};

import type { Kernel } from '../kernel/kernel.ts';
import type { Traces } from '../kernel/ports.ts';
import { readTraceHeader, traceHeader } from '../kernel/trace-header.ts';
import type { Gate } from '../wire/gate.ts';
import type { Sampler } from './sampler.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Source: X-Ray developer guide, "Tracing header" and "Sampling". */
export const createTraces = (ports: {
  readonly kernel: Kernel;
  /** Where documents are uploaded: calls as any other, which a role must allow. */
  readonly gate: Gate;
  readonly sampler: Sampler;
}): Traces => {
  const { kernel, gate, sampler } = ports;
  const random = kernel.random.fork('xray');
  const newId = (): string => hex(random.bytes(8));
  const newTraceId = (): string => {
    const second = Math.floor(kernel.clock.now() / 1000);
    return `1-${second.toString(16).padStart(8, '0')}-${hex(random.bytes(12))}`;
  };
  return {
    newId,
    join: (header, reservoir) => {
      const given = header === undefined ? undefined : readTraceHeader(header);
      if (header !== undefined && given?.sampled === false) return { header };
      const traceId = given?.root ?? newTraceId();
      const parentId = given?.parent;
      const sampled = given?.sampled ?? (reservoir !== undefined && sampler(reservoir));
      const place = { header: traceHeader(traceId, parentId ?? newId(), sampled) };
      return sampled ? { ...place, sampled: { traceId, parentId } } : place;
    },
    put: (documents, caller) => {
      const input = { TraceSegmentDocuments: documents };
      const upload = gate.call({ service: 'xray', operation: 'PutTraceSegments', input, caller });
      upload.catch((reason) => kernel.tell(caller.name, 'untraced', reason));
    },
  };
};

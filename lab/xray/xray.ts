import type { Kernel } from '../kernel/kernel.ts';
import type { Traces } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Gate } from '../wire/gate.ts';
import { batchGetTraces } from './operations/batch-get-traces.ts';
import { getTraceSummaries } from './operations/get-trace-summaries.ts';
import { putTraceSegments } from './operations/put-trace-segments.ts';
import { createSampler } from './sampler.ts';
import { createStore } from './store.ts';
import { createTraces } from './traces.ts';

/** X-Ray: traces of what the services did for a request. */
export interface XRay {
  readonly traces: Traces;
  readonly service: Service;
}

export interface XRayOptions {
  readonly kernel: Kernel;
  readonly gate: Gate;
  /** Traces every request that its caller does not keep from being traced. Default: as Lambda samples. */
  readonly sampleAll?: boolean | undefined;
}

export const createXRay = ({ kernel, gate, sampleAll = false }: XRayOptions): XRay => {
  const { clock } = kernel;
  const store = createStore(clock);
  const sampler = sampleAll ? () => true : createSampler({ clock, random: kernel.random.fork('sampling') });
  return {
    traces: createTraces({ kernel, gate, sampler }),
    service: {
      id: 'xray',
      operations: {
        PutTraceSegments: putTraceSegments(store),
        // What a daemon says of itself; nobody asks for it.
        PutTelemetryRecords: () => ({}),
        GetTraceSummaries: getTraceSummaries(store, clock.now),
        BatchGetTraces: batchGetTraces(store),
      },
    },
  };
};

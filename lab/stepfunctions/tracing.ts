import { traceHeader } from '../kernel/trace-header.ts';
import type { Engine } from './engine.ts';
import type { Ending } from './execution.ts';
import type { Machine } from './machine.ts';
import type { Step } from './step.ts';

/** An execution's part in a trace. */
export interface ExecutionTrace {
  /** What is handed on to the functions where the execution adds nothing to the trace. */
  readonly header: string | undefined;
  /** Set only when the trace is sampled. */
  readonly segments?: ExecutionSegments;
}

interface ExecutionSegments {
  /** Runs a state as a subsegment; within a Parallel or a Map as one of its own. */
  visit<T>(step: Step, run: () => Promise<T>): Promise<T>;
  /** Makes a state's call of a service as a subsegment, with the header to hand on to the service. */
  call<T>(step: Step, called: Called, make: (header: string) => Promise<T>): Promise<T>;
  end(how: Ending['status']): void;
}

/** A call of a service, as X-Ray describes it. */
interface Called {
  /** As the console names the service: `Lambda`. */
  readonly service: string;
  readonly operation: string;
  readonly functionName?: string;
}

interface TraceOptions {
  readonly executionArn: string;
  readonly traceHeader: string | undefined;
}

const isTraced = ({ tracingConfiguration }: Machine): boolean =>
  (tracingConfiguration as { readonly enabled?: boolean } | undefined)?.enabled === true;

/**
 * Takes an execution into the trace that its header names, or into a new one if the machine is traced.
 * Source: Step Functions Developer Guide, "Trace Step Functions request data in AWS X-Ray".
 */
export const traceOf = (engine: Engine, machine: Machine, options: TraceOptions): ExecutionTrace => {
  const { kernel, traces } = engine;
  const { executionArn, traceHeader: given } = options;
  if (traces === undefined || (given === undefined && !isTraced(machine))) return { header: given };
  const { header, sampled } = traces.join(given, isTraced(machine) ? machine.name : undefined);
  if (sampled === undefined) return { header };
  const { traceId, parentId } = sampled;
  const { newId } = traces;
  const caller = { name: `stateMachine:${machine.name}`, roleArn: machine.roleArn };
  const now = (): number => kernel.clock.now() / 1000;
  const put = (document: object): void =>
    traces.put([JSON.stringify({ trace_id: traceId, ...document })], caller);

  /** Tells of something at once, and again when it has ended. */
  const begin = (what: { readonly id: string; readonly [field: string]: unknown }) => {
    const begun = { ...what, start_time: now() };
    put({ ...begun, in_progress: true });
    return (failed: boolean): void => put({ ...begun, end_time: now(), ...(failed && { fault: true }) });
  };

  const during = async <T>(what: Parameters<typeof begin>[0], act: () => Promise<T>): Promise<T> => {
    const end = begin(what);
    try {
      const outcome = await act();
      end(false);
      return outcome;
    } catch (failure) {
      end(true);
      throw failure;
    }
  };

  const segmentId = newId();
  const end = begin({
    id: segmentId,
    ...(parentId !== undefined && { parent_id: parentId }),
    name: machine.name,
    origin: 'AWS::StepFunctions::StateMachine',
    resource_arn: machine.arn,
    aws: { execution_arn: executionArn },
  });
  return {
    header,
    segments: {
      visit: (step, run) => {
        const id = newId();
        step.segmentId = id;
        const parent_id = step.branch.around?.segmentId ?? segmentId;
        return during({ id, parent_id, type: 'subsegment', name: step.state.name }, run);
      },
      call: (step, { service: name, operation, functionName }, make) => {
        const id = newId();
        const parent_id = step.segmentId ?? segmentId;
        const aws = { operation, ...(functionName !== undefined && { function_name: functionName }) };
        const subsegment = { id, parent_id, type: 'subsegment', name, namespace: 'aws', aws };
        return during(subsegment, () => make(traceHeader(traceId, id, true)));
      },
      end: (status) => end(status !== 'SUCCEEDED'),
    },
  };
};

/** Makes a state's call of a service, with the header to hand on: as a part of the trace, if there is one. */
export const tracedCall = <T>(
  step: Step,
  called: Called,
  make: (header: string | undefined) => Promise<T>,
): Promise<T> => {
  const { header, segments } = step.execution.trace;
  return segments === undefined ? make(header) : segments.call(step, called, make);
};

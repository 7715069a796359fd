import { AwsError } from '../../kernel/aws-error.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { latencies } from '../../kernel/latencies.ts';
import type { Caller } from '../../kernel/service.ts';
import { isRecord } from '../../template/properties.ts';
import type { AcceptEvent } from '../async-invoke.ts';
import type { LambdaFunction, Registry } from '../functions.ts';
import type { Invoker, RunRequest } from '../invoke.ts';
import type { RequestOf } from '../mappings/carry.ts';

const MAX_ASYNC_PAYLOAD_BYTES = 1_048_576;
const MAX_LOG_TAIL_BYTES = 4096;

const invalidContent = (message: string): AwsError =>
  new AwsError('InvalidRequestContentException', message, { members: { Type: 'User' } });

const parse = (payload: string | undefined): unknown => {
  try {
    return payload ? JSON.parse(payload) : {};
  } catch (error) {
    throw invalidContent(`Could not parse request body into json: ${(error as Error).message}`);
  }
};

/** The JSON text of what a caller says of itself, in base64. */
const contextText = (given: string): string => {
  const text = Buffer.from(given, 'base64').toString();
  try {
    if (isRecord(JSON.parse(text))) return text;
  } catch {
    // Refused below, as JSON that is no object is.
  }
  throw invalidContent('Client context must be a valid Base64-encoded JSON object.');
};

const tail = (lines: readonly string[]): string =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''))
    .subarray(-MAX_LOG_TAIL_BYTES)
    .toString('base64');

/** Input of `Invoke`; the payload is JSON text. */
interface InvokeInput {
  /** Name, ARN or partial ARN. */
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: string;
  readonly LogType?: string;
  /** Goes to the function when the caller waits for the answer. */
  readonly ClientContext?: string;
  readonly Payload?: string;
}

/** Output of `Invoke`; the payload is JSON text, the log in base64. */
interface InvokeOutput {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly ExecutedVersion?: string;
  readonly Payload?: string;
}

export interface InvokePorts {
  readonly kernel: Kernel;
  readonly registry: Registry;
  readonly invoke: Invoker;
  readonly accept: AcceptEvent;
  readonly requestOf: RequestOf;
}

/** `Invoke`, as a request and answer, as an event, and dry. Source: Lambda API reference, "Invoke". */
export const invokeOperations = (ports: InvokePorts) => {
  const { kernel, registry, invoke, accept, requestOf } = ports;

  const deliver = async (fn: LambdaFunction, request: RunRequest): Promise<void> => {
    const { source, payload } = request;
    const point = { kind: 'delivery', source, target: `function:${fn.name}`, payload } as const;
    const { copies, error } = await kernel.pass(point, latencies.asyncInvoke);
    if (error && error.when !== 'after') return kernel.tell(source, 'lost', { payload, reason: error });
    for (let copy = 0; copy < copies; copy++) accept(fn, request);
  };

  const Invoke = async (input: InvokeInput, caller: Caller): Promise<InvokeOutput> => {
    const { FunctionName, Qualifier, InvocationType = 'RequestResponse', LogType, Payload } = input;
    const fn = registry.get(FunctionName);
    if (Qualifier !== undefined && Qualifier !== '$LATEST') registry.get(`${fn.arn}:${Qualifier}`);
    const payload = parse(Payload);
    const clientContext = input.ClientContext === undefined ? undefined : contextText(input.ClientContext);
    const request = requestOf(fn, payload, `invoke:${caller.name}`, caller.traceHeader);
    switch (InvocationType) {
      case 'DryRun':
        return { StatusCode: 204 };
      case 'Event':
        if (Buffer.byteLength(Payload ?? '') > MAX_ASYNC_PAYLOAD_BYTES) {
          const message = `Request must be smaller than ${MAX_ASYNC_PAYLOAD_BYTES} bytes for the InvokeFunction operation`;
          throw new AwsError('RequestTooLargeException', message, { status: 413 });
        }
        void deliver(fn, request);
        return { StatusCode: 202 };
      case 'RequestResponse': {
        const result = await invoke(fn, { ...request, clientContext });
        return {
          StatusCode: 200,
          ExecutedVersion: '$LATEST',
          Payload: JSON.stringify(result.payload),
          ...(result.functionError && { FunctionError: result.functionError }),
          ...(LogType === 'Tail' && { LogResult: tail(result.log) }),
        };
      }
      default:
        throw new AwsError('InvalidParameterValueException', `Invalid InvocationType: ${InvocationType}`);
    }
  };
  return { Invoke };
};

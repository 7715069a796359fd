import { AwsError } from '../kernel/aws-error.ts';
import type { Caller } from '../kernel/service.ts';
import type { Gate } from './gate.ts';
import type { HttpRequest, HttpResponse } from './protocols/http.ts';
import { protocolOf } from './protocols/protocol-of.ts';
import { serviceOf } from './protocols/service-of.ts';

/** What stands between a caller from outside and the services. */
export interface Door {
  /** Throws `AwsError` for a request that may not reach the service. */
  admit(service: string): void;
  /** Is told what was answered with an error: `<service>:<Operation>`, as much of it as the request said. */
  refused(target: string, error: AwsError): void;
}

/** Answers a request in the protocol of the service it is for. Never rejects. */
export type Dispatch = (request: HttpRequest, caller: Caller, door?: Door) => Promise<HttpResponse>;

/**
 * Something that the lab does not support, or a defect of it: 501, because SDKs do not retry that. What it refuses, it
 * refuses by a plain `Error`; any other kind is a defect, told with its stack.
 */
const asAwsError = (error: unknown): AwsError => {
  if (error instanceof AwsError) return error;
  const { name, message: said, stack = said } = error instanceof Error ? error : new Error(String(error));
  const message = name === 'Error' ? said : stack;
  return new AwsError('LabError', message, { status: 501 });
};

export const createDispatch =
  (gate: Gate): Dispatch =>
  async (request, caller, door) => {
    const { id = '' } = request;
    let service = '';
    let operation = '';
    try {
      service = serviceOf(request);
      const protocol = protocolOf(service, request);
      door?.admit(service);
      const call = protocol.decode(request, service);
      operation = call.operation;
      const traceHeader = request.headers['x-amzn-trace-id'];
      const output = await gate.call({ ...call, caller: traceHeader ? { ...caller, traceHeader } : caller });
      return protocol.encode(output, call, id);
    } catch (thrown) {
      const error = asAwsError(thrown);
      door?.refused([service, operation].filter(Boolean).join(':'), error);
      return protocolOf(service, request).encodeError(error, service, id);
    }
  };

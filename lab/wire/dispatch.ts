import { AwsError } from '../kernel/aws-error.ts';
import type { Caller } from '../kernel/service.ts';
import type { Gate } from './gate.ts';
import { awsJson } from './protocols/aws-json.ts';
import type { HttpRequest, HttpResponse } from './protocols/http.ts';
import { lambdaRest } from './protocols/lambda-rest.ts';
import type { Protocol } from './protocols/protocol.ts';
import { serviceOf } from './protocols/service-of.ts';

/** Answers a request in the protocol of the service it is for. Never rejects. */
export type Dispatch = (request: HttpRequest, caller: Caller) => Promise<HttpResponse>;

const protocolOf = (service: string): Protocol => (service === 'lambda' ? lambdaRest : awsJson);

/** A defect of the lab, or something it does not support: 501, because SDKs do not retry that. */
const asAwsError = (error: unknown): AwsError => {
  if (error instanceof AwsError) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('LabError', message, { status: 501 });
};

export const createDispatch =
  (gate: Gate): Dispatch =>
  async (request, caller) => {
    let service = '';
    try {
      service = serviceOf(request);
      const protocol = protocolOf(service);
      const call = protocol.decode(request, service);
      const traceHeader = request.headers['x-amzn-trace-id'];
      const output = await gate.call({ ...call, caller: traceHeader ? { ...caller, traceHeader } : caller });
      return protocol.encode(output, call);
    } catch (error) {
      return protocolOf(service).encodeError(asAwsError(error), service);
    }
  };

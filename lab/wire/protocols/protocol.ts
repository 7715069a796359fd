import type { AwsError } from '../../kernel/aws-error.ts';
import type { ApiCall } from '../gate.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/**
 * A wire protocol, as pure functions both ways. `requestId` is for bodies that name it; it is empty for clients in
 * the lab's own process.
 */
export interface Protocol {
  /** Reads the call out of a request to `service`. Throws `AwsError` when it is not one. */
  decode(request: HttpRequest, service: string): ApiCall;
  encode(output: unknown, call: ApiCall, requestId: string): HttpResponse;
  encodeError(error: AwsError, service: string, requestId: string): HttpResponse;
}

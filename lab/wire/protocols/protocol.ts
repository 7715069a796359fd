import type { AwsError } from '../../kernel/aws-error.ts';
import type { ApiCall } from '../gate.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** A wire protocol, as pure functions both ways. */
export interface Protocol {
  /** Reads the call out of a request to `service`. Throws `AwsError` when it is not one. */
  decode(request: HttpRequest, service: string): ApiCall;
  encode(output: unknown, call: ApiCall): HttpResponse;
  encodeError(error: AwsError, service: string): HttpResponse;
}

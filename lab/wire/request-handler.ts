import type { Caller } from '../kernel/service.ts';
import type { Dispatch } from './dispatch.ts';
import { createResponse } from './in-process/response.ts';

/** A request as the AWS SDK for JavaScript v3 hands it to its `requestHandler`. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * A `requestHandler` for an SDK client in the lab's own process: its calls reach the lab without a socket, under
 * the name of `caller`.
 */
export const requestHandler = (dispatch: Dispatch, caller: Caller) => ({
  handle: async ({ method, path, query = {}, headers, body = '' }: SdkRequest) => {
    const response = await dispatch(
      {
        method,
        path,
        query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value ?? '')])),
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body: typeof body === 'string' ? Buffer.from(body) : body,
      },
      caller,
    );
    return {
      response: {
        statusCode: response.status,
        headers: { ...response.headers },
        body: createResponse(response, undefined),
      },
    };
  },
});

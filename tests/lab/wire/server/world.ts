import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Operation } from '../../../../lab/kernel/service.ts';
import { createDispatch } from '../../../../lab/wire/dispatch.ts';
import { createGate } from '../../../../lab/wire/gate.ts';
import { serve } from '../../../../lab/wire/server/server.ts';
import { libraryApi, type Options } from '../../http-api/library-api.ts';
import { credentials } from '../signature/sign.ts';

type Operations = Readonly<Record<string, Operation>>;

/** A server before services that a test makes up, and before the API of a library; in virtual time. */
export const startServer = async (services: Readonly<Record<string, Operations>> = {}, api: Options = {}) => {
  const library = libraryApi({ 'POST /books': 'AWS_IAM', 'GET /books': 'NONE' }, api);
  const { kernel, httpApi } = library;
  const gate = createGate({ kernel });
  for (const [id, operations] of Object.entries(services)) gate.register({ id, operations });
  const refused: [string, string][] = [];
  const answered: unknown[] = [];
  const server = await serve(
    { kernel, httpApi, dispatch: createDispatch(gate) },
    {
      ...{ port: 0, host: '127.0.0.1', credentials, settle: kernel.clock.settle },
      observer: {
        refused: (target, { code }) => void refused.push([target, code]),
        answered: (request, status, problem) => void answered.push([request.path, status, problem]),
      },
    },
  );
  const endpoint = `http://127.0.0.1:${server.port}`;
  return {
    ...{ server, library, refused, answered, endpoint },
    /** For clients of the SDK. */
    client: { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 },
  };
};

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly agent?: Agent;
}

interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly reusedSocket: boolean;
}

/** A request without any client's help. */
export const send = (
  endpoint: string,
  { method = 'POST', path = '/', headers = {}, body = '', agent }: Sent,
) =>
  new Promise<Received>((resolve, reject) => {
    const sent = httpRequest(endpoint + path, { method, headers, ...(agent && { agent }) }, (response) => {
      text(response).then(
        (received) =>
          resolve({
            ...{ status: response.statusCode, headers: response.headers, body: received },
            reusedSocket: sent.reusedSocket,
          }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** A signature in the right form, of nobody's. */
export const authorization = (service: string) => ({
  authorization:
    `AWS4-HMAC-SHA256 Credential=anybody/20260113/us-east-1/${service}/aws4_request, ` +
    'SignedHeaders=host;x-amz-date, Signature=00',
  'x-amz-date': '20260113T100000Z',
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import type { HttpApi } from '../../http-api/http-api.ts';
import { AwsError } from '../../kernel/aws-error.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Dispatch } from '../dispatch.ts';
import type { HttpRequest } from '../protocols/http.ts';
import { serviceOf } from '../protocols/service-of.ts';
import { admitSigned } from '../signature/admit.ts';
import { readBody } from './body.ts';
import {
  type ApiAddress,
  apiAddress,
  type Credentials,
  createExecuteApi,
  unreadable,
} from './execute-api.ts';
import { largestBody } from './limits.ts';

/** A lab, as far as a server stands before it. */
export interface Served {
  readonly kernel: Kernel;
  readonly dispatch: Dispatch;
  readonly httpApi: HttpApi;
}

/** What happens at a server. */
export interface ServerObserver {
  /** A call of a service was answered with an error: `<service>:<Operation>`, as much of it as is known. */
  refused(target: string, error: AwsError): void;
  /** An HTTP API has answered; `problem` is why it found nobody behind the signature. */
  answered(
    request: { readonly method: string; readonly path: string },
    status: number,
    problem?: string,
  ): void;
}

export interface ServerOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** Whom HTTP APIs with IAM know. */
  readonly credentials: Credentials;
  readonly observer?: ServerObserver;
  /** Lets a lab in virtual time come to an answer. Requests are then answered one after the other. */
  readonly settle?: <T>(answer: Promise<T>) => Promise<T>;
}

export interface LabServer {
  readonly port: number;
  /** Takes no more requests and resolves when those under way are answered, or cut off after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** An answer as it goes out. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

/** Longer than SDKs keep idle connections, so that none is closed as they take it up again. */
const KEEP_ALIVE_MS = 65_000;

/** Whoever calls from outside. */
const USER = { name: 'user' };

const oneByOne = (settle: NonNullable<ServerOptions['settle']>) => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(answer: () => Promise<T>): Promise<T> => {
    const answering = last.then(() => settle(answer()));
    last = answering.catch(() => {});
    return answering;
  };
};

const headOf = (incoming: IncomingMessage, id: string): HttpRequest => {
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  return {
    id,
    method: incoming.method ?? 'GET',
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    // Of all headers only `set-cookie` is ever an array, which is none of a request's.
    headers: incoming.headers as Record<string, string>,
    body: new Uint8Array(),
  };
};

/** The service if it can be told; what cannot is refused when it comes to that. */
const guessService = (head: HttpRequest): string => {
  try {
    return serviceOf(head);
  } catch {
    return '';
  }
};

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, headers as Record<string, string | string[]>);
  response.end(body);
};

/** Clients of DynamoDB compare it with what they received. */
const checksum = (head: HttpRequest, body: Answer['body']): Record<string, string> =>
  head.headers['x-amz-target']?.startsWith('DynamoDB') ? { 'x-amz-crc32': String(crc32(body)) } : {};

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/**
 * Listens before a lab, as AWS's endpoints in one. Rejects with Node's error when it cannot (`EADDRINUSE`, `EACCES`,
 * `EADDRNOTAVAIL`).
 */
export const serve = async (lab: Served, options: ServerOptions): Promise<LabServer> => {
  const { credentials, observer, settle } = options;
  const answering = settle === undefined ? <T>(answer: () => Promise<T>) => answer() : oneByOne(settle);
  const random = lab.kernel.random.fork('requests');
  const executeApi = createExecuteApi({ httpApi: lab.httpApi, credentials, now: lab.kernel.clock.now });

  const answerApi = async (
    address: ApiAddress,
    head: HttpRequest,
    target: string,
    body: Buffer | AwsError,
  ) => {
    const { response, problem } =
      body instanceof AwsError
        ? { response: unreadable(body), problem: body.message }
        : await answering(() => executeApi(address, { ...head, body }, target));
    const { statusCode: status, headers } = response;
    observer?.answered({ method: head.method, path: address.path }, status, problem);
    return { status, headers, body: response.body };
  };

  const answerCall = async (head: HttpRequest, id: string, body: Buffer | AwsError): Promise<Answer> => {
    const door = {
      admit: (service: string) => {
        admitSigned(head, service);
        if (body instanceof AwsError) throw body;
      },
      refused: (target: string, error: AwsError) => observer?.refused(target, error),
    };
    const request = body instanceof AwsError ? head : { ...head, body };
    const answer = await answering(() => lab.dispatch(request, USER, door));
    const headers = { 'x-amzn-requestid': id, ...checksum(head, answer.body), ...answer.headers };
    return { ...answer, headers };
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse, invite: () => void) => {
    const id = random.uuid();
    const head = headOf(incoming, id);
    const target = incoming.url ?? '/';
    const address = apiAddress(head.headers.host, target);
    const maxBytes = largestBody(address === undefined ? guessService(head) : 'execute-api');
    const body = await readBody(incoming, maxBytes, invite).catch((error: unknown) => {
      if (error instanceof AwsError) return error;
      throw error;
    });
    const answer =
      address === undefined ? await answerCall(head, id, body) : await answerApi(address, head, target, body);
    // A server that closes waits for its connections.
    if (!server.listening) response.setHeader('connection', 'close');
    send(response, answer);
  };

  const onRequest = (incoming: IncomingMessage, response: ServerResponse, invite: () => void): void => {
    handle(incoming, response, invite).catch((error: unknown) => {
      // A client that is gone before all of its request was here.
      if (incoming.errored) return;
      const problem = new AwsError('LabError', error instanceof Error ? (error.stack ?? '') : String(error));
      observer?.refused('', problem);
      send(response, { status: 501, headers: {}, body: problem.message });
    });
  };

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.on('request', (incoming, response) => onRequest(incoming, response, () => {}));
  server.on('checkContinue', (incoming, response) => {
    onRequest(incoming, response, () => response.writeContinue());
  });
  await listen(server, options.port, options.host);
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs) =>
      new Promise((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cutOff);
          resolve();
        });
      }),
  };
};

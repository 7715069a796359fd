import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { HttpResponse } from '../protocols/http.ts';

/** As much of Node's `http.IncomingMessage` as clients of AWS read. */
class IncomingMessage extends Readable {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersion = '1.1';
  readonly socket: unknown;
  complete = false;
  readonly #body: string | Uint8Array;

  constructor({ status, headers, body }: HttpResponse, socket: unknown) {
    super();
    this.statusCode = status;
    this.statusMessage = STATUS_CODES[status] ?? '';
    this.headers = headers;
    this.socket = socket;
    this.#body = body;
  }

  override _read(): void {
    this.complete = true;
    if (this.#body.length > 0) this.push(this.#body);
    this.push(null);
  }
}

export const createResponse = (response: HttpResponse, socket: unknown): IncomingMessage =>
  new IncomingMessage(response, socket);

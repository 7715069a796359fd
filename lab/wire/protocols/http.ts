/** An HTTP request as every protocol reads it, whether it came over a socket or from a bundled SDK. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query string, still URL-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Names the request in the answer; clients in the lab's own process have none. */
  readonly id?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The body as UTF-8 text. */
export const bodyText = ({ body }: HttpRequest): string =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();

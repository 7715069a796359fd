/** A request as a client sends it to an API's endpoint. */
export interface HttpRequest {
  readonly apiId: string;
  readonly method: string;
  /** With the query, as sent: `/orders?state=open`; a named stage comes first: `/test/orders`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string | Uint8Array;
  /** Who signed the request; without it the request is anonymous. */
  readonly identity?: Identity;
}

/** Whom IAM found behind a signature, as `requestContext.authorizer.iam` names them. */
export interface Identity {
  readonly accessKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly userArn: string;
  readonly userId: string;
}

export interface HttpResponse {
  readonly statusCode: number;
  /** Names are lower-case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Bytes when the function answered in base64. */
  readonly body: string | Uint8Array;
}

/** What API Gateway answers by itself. */
export const messageResponse = (statusCode: number, message: string): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

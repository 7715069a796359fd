import type { HttpRequest } from '../../../../lab/wire/protocols/http.ts';

/** A request with what matters to a test. */
export const request = (
  parts: Partial<Omit<HttpRequest, 'body'>> & { body?: string | Uint8Array },
): HttpRequest => ({
  ...{ method: 'POST', path: '/', query: {}, headers: {} },
  ...parts,
  body: Buffer.from(parts.body ?? ''),
});

import { once } from 'node:events';
import { Agent, type RequestOptions, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPeer } from '../peers.ts';

type Dynalite = (options: { readonly createTableMs: number }) => Server;

/** Asked for, and not checked. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=bench/20260113/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** Starts dynalite on a free port of this machine. @throws PeerMissing */
export const startDynalite = async () => {
  const server = loadPeer<Dynalite>('dynalite')({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const { port } = server.address() as AddressInfo;
  const options = { host: '127.0.0.1', port, method: 'POST', agent };

  return {
    /** @throws Error with the answer, when it is not one of success */
    call: (operation: string, input: object): Promise<void> =>
      post({ ...options, headers: headersOf(operation) }, JSON.stringify(input)),
    stop: (): void => {
      agent.destroy();
      server.close();
    },
  };
};

const headersOf = (operation: string) => ({
  authorization: AUTHORIZATION,
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260113T100000Z',
  'x-amz-target': `DynamoDB_20120810.${operation}`,
});

const post = (options: RequestOptions, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        answer += chunk;
      });
      response.on('error', reject).on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`dynalite answered ${response.statusCode}: ${answer}`));
      });
    });
    sent.on('error', reject).end(body);
  });

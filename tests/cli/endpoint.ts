import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { virtualKernel } from '../../lab/kernel/kernel.ts';
import { createLab } from '../../lab/lab.ts';
import { loadPackage } from '../../lab/template/load.ts';
import { serve } from '../../lab/wire/server/server.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';

/** An AWS endpoint on this machine, for commands in processes of their own. */
export interface Endpoint {
  /** What such a command finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

const HOST = '127.0.0.1';
const credentials = { accessKeyId: 'lab', secretAccessKey: 'lab' };

const environmentOf = (port: number): Endpoint['environment'] => ({
  AWS_ENDPOINT_URL: `http://${HOST}:${port}`,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: 'us-east-1',
});

/** CloudFormation's refusal, in the query protocol. */
export const refusal = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** An endpoint where everything is answered alike. */
export const answering = async (status: number, body: string): Promise<Endpoint> => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  return { environment: environmentOf(port), close: () => server.close() };
};

/** A stage in a lab in virtual time, deployed and empty, with an endpoint before it. */
export const deployedStage = async (pattern: string) => {
  const kernel = virtualKernel({ seed: 1, startAt: Date.parse('2026-01-13T10:00:00Z') });
  const lab = createLab(kernel);
  const stack = await lab.deploy(loadPackage(packageDirectory(process.cwd(), pattern)));
  const { settle } = kernel.clock;
  const server = await serve(lab, { port: 0, host: HOST, credentials, settle });
  const endpoint: Endpoint = {
    environment: environmentOf(server.port),
    close: () => void server.close(0),
  };
  return { lab, stack, settle, endpoint };
};

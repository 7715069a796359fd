import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { virtualKernel } from '../../lab/kernel/kernel.ts';
import { createLab } from '../../lab/lab.ts';
import type { Stack } from '../../lab/template/deploy.ts';
import { loadPackage } from '../../lab/template/load.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';

/** An AWS endpoint on this machine, for commands in processes of their own. */
export interface Endpoint {
  /** What such a command finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

type Respond = (request: IncomingMessage, body: string) => Promise<Answer>;

const listen = async (respond: Respond): Promise<Endpoint> => {
  // One request after the other: each drives the lab's clock by itself.
  let last: Promise<unknown> = Promise.resolve();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const answering = last.then(() => respond(request, body));
    last = answering.catch(() => {});
    const { status, headers = {}, body: answer } = await answering;
    response.writeHead(status, headers).end(answer);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => response.writeHead(501).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'lab',
      AWS_SECRET_ACCESS_KEY: 'lab',
      AWS_REGION: 'us-east-1',
    },
    close: () => server.close(),
  };
};

/** CloudFormation's refusal, in the query protocol. */
export const refusal = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** An endpoint where everything is answered alike. */
export const answering = (status: number, body: string): Promise<Endpoint> =>
  listen(async () => ({ status, headers: { 'content-type': 'text/xml' }, body }));

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html, a page of `size`. */
const listStackResources = (stack: Stack, request: URLSearchParams, size: number): Answer => {
  const name = request.get('StackName');
  if (name !== stack.name) {
    return { status: 400, body: refusal('ValidationError', `Stack with id ${name} does not exist`) };
  }
  const start = Number(request.get('NextToken') ?? 0);
  const members = stack.resources
    .slice(start, start + size)
    .map(
      ({ logicalId, physicalId, type }) =>
        `<member><LogicalResourceId>${logicalId}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId>` +
        `<ResourceType>${type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`,
    );
  const next = start + size < stack.resources.length ? `<NextToken>${start + size}</NextToken>` : '';
  const result = `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>${next}`;
  return {
    status: 200,
    body: `<ListStackResourcesResponse><ListStackResourcesResult>${result}</ListStackResourcesResult></ListStackResourcesResponse>`,
  };
};

/** A stage in a lab in virtual time, deployed and empty, with an endpoint before it. */
export const deployedStage = async (pattern: string) => {
  const kernel = virtualKernel({ seed: 1, startAt: Date.parse('2026-01-13T10:00:00Z') });
  const lab = createLab(kernel);
  const stack = await lab.deploy(loadPackage(packageDirectory(process.cwd(), pattern)));
  const { settle } = kernel.clock;
  const endpoint = await listen(async ({ method = '', url = '', headers }, body) => {
    if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      return listStackResources(stack, new URLSearchParams(body), 20);
    }
    const request = { method, path: url, headers: headers as Record<string, string>, body };
    const { response } = await settle(lab.client.requestHandler.handle(request));
    return { status: response.statusCode, headers: response.headers, body: await text(response.body) };
  });
  return { lab, stack, settle, endpoint };
};

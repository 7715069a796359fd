import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import type { Functions } from '../kernel/ports.ts';
import type { Meter } from '../meter/meter.ts';
import { type Api, type Selected, selectRoute } from './api.ts';
import type { IntegrationDefinition } from './definitions.ts';
import { toEvent } from './event.ts';
import { type HttpRequest, type HttpResponse, messageResponse } from './http-message.ts';
import { toResponse } from './response.ts';

export interface HttpApiPorts {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly functions: Functions;
}

const LARGEST_PAYLOAD = 10 * 1024 * 1024;
/** One request is billed per so many bytes begun. */
const METERED_CHUNK = 512 * 1024;
const PRINCIPAL = 'apigateway.amazonaws.com';

const FORBIDDEN = messageResponse(403, 'Forbidden');
const NOT_FOUND = messageResponse(404, 'Not Found');
const TOO_LARGE = messageResponse(413, 'Request Entity Too Large');
const INTERNAL_ERROR = messageResponse(500, 'Internal Server Error');
const UNAVAILABLE = messageResponse(503, 'Service Unavailable');

/** The request as the function's resource policy sees it: by its route, and the method asked for. */
const sourceArnOf = (api: Api, { stage, route }: Selected, method: string): string =>
  arn('execute-api', `${api.id}/${stage}/${route.key.text.replace(/^[A-Z]+ /, method)}`);

/** The X-Ray root that API Gateway makes up for a request without one. */
const traceIdAt = (epochMs: number, random: Uint8Array): string =>
  `Root=1-${Math.trunc(epochMs / 1000).toString(16)}-${Buffer.from(random).toString('hex')}`;

/** How a request to `api` is answered; an error is a response too. */
export const createServer = ({ kernel, meter, functions }: HttpApiPorts) => {
  const random = kernel.random.fork('http-api requests');

  const invoke = async (functionArn: string, payload: unknown, source: string): Promise<HttpResponse> => {
    try {
      const answer = await functions.invoke({ functionArn, payload, source });
      return (answer.functionError === undefined && toResponse(answer.payload)) || INTERNAL_ERROR;
    } catch (error) {
      // Lambda refused: throttled, or there is no such function.
      if (error instanceof AwsError) return INTERNAL_ERROR;
      throw error;
    }
  };

  /** Carries the event as often as the kernel lets it. The first answer counts; what is lost is never answered. */
  const carry = async (functionArn: string, event: unknown, source: string): Promise<HttpResponse> => {
    const target = `function:${functionArn.split(':').at(-1)}`;
    const point = { kind: 'delivery', source, target, payload: event } as const;
    const { copies, error } = await kernel.pass(point, latencies.httpApi);
    if (error !== undefined && error.when !== 'after') return INTERNAL_ERROR;
    const answer = await Promise.race(
      Array.from({ length: copies }, () => invoke(functionArn, event, source)),
    );
    return error === undefined ? answer : INTERNAL_ERROR;
  };

  /** The function keeps running when nobody waits for it any longer. */
  const within = (timeoutMs: number, answer: Promise<HttpResponse>): Promise<HttpResponse> =>
    new Promise((resolve, reject) => {
      const timer = kernel.clock.after(timeoutMs, () => resolve(UNAVAILABLE));
      answer.then(resolve, reject).finally(() => timer.cancel());
    });

  const forward = (
    api: Api,
    request: HttpRequest,
    selected: Selected,
    integration: IntegrationDefinition,
    requestId: string,
  ): Promise<HttpResponse> => {
    const { functionArn, timeoutMs } = integration;
    // Latencies leave the lab's time between two milliseconds; the event has whole ones.
    const now = Math.floor(kernel.clock.now());
    const event = toEvent(request, {
      routeKey: selected.route.key.text,
      stage: selected.stage,
      identity: selected.route.authorization === 'AWS_IAM' ? request.identity : undefined,
      pathParameters: selected.pathParameters,
      requestId,
      traceId: traceIdAt(now, random.bytes(12)),
      now,
    });
    return within(timeoutMs, carry(functionArn, event, `http:${api.name}`));
  };

  const answer = async (api: Api, request: HttpRequest, requestId: string): Promise<HttpResponse> => {
    if (api.endpointDisabled) return NOT_FOUND;
    const selected = selectRoute(api, request.method, request.path.replace(/\?.*$/s, ''));
    // A request that fails authorization is not billed.
    if (selected?.route.authorization === 'AWS_IAM' && request.identity === undefined) return FORBIDDEN;
    const size = Buffer.byteLength(request.body ?? '');
    const quantity = Math.max(1, Math.ceil(size / METERED_CHUNK));
    meter.count({ unit: 'http.requests', quantity, caller: 'user', resource: api.name });
    if (selected === undefined) return NOT_FOUND;
    if (size > LARGEST_PAYLOAD) return TOO_LARGE;
    const integration = api.integrations.get(selected.route.integrationId);
    const sourceArn = sourceArnOf(api, selected, request.method);
    if (integration === undefined || !functions.permits(integration.functionArn, PRINCIPAL, sourceArn)) {
      return INTERNAL_ERROR;
    }
    return forward(api, request, selected, integration, requestId);
  };

  return async (api: Api, request: HttpRequest): Promise<HttpResponse> => {
    const requestId = Buffer.from(random.bytes(11)).toString('base64');
    const response = await answer(api, request, requestId);
    return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
  };
};

import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Properties } from '../template/properties.ts';
import type { Api } from './api.ts';
import { apiOf, integrationOf, routeOf, stageOf } from './definitions.ts';
import { domainNameOf } from './event.ts';
import { type HttpRequest, type HttpResponse, messageResponse } from './http-message.ts';
import { createServer, type HttpApiPorts } from './serve.ts';

/** API Gateway's HTTP APIs: their resources by their CloudFormation properties, and the requests made to them. */
export interface HttpApi {
  createApi(properties: Properties): { readonly id: string; readonly endpoint: string };
  createIntegration(properties: Properties): { readonly id: string };
  createRoute(properties: Properties): { readonly id: string };
  createStage(properties: Properties): { readonly name: string };
  /** Answers as the API would: an error is a response too. */
  request(request: HttpRequest): Promise<HttpResponse>;
}

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

export const createHttpApi = (ports: HttpApiPorts): HttpApi => {
  const apis = new Map<string, Api>();
  const serve = createServer(ports);
  const random = ports.kernel.random.fork('http-api');
  const newId = (length: number): string =>
    Array.from({ length }, () => ID_ALPHABET[random.integer(ID_ALPHABET.length)]).join('');
  const apiFor = (apiId: string): Api => {
    const api = apis.get(apiId);
    if (api !== undefined) return api;
    const message = `Invalid API identifier specified ${account.accountId}:${apiId}`;
    throw new AwsError('NotFoundException', message, { status: 404 });
  };
  return {
    createApi: (properties) => {
      const definition = apiOf(properties);
      const id = newId(10);
      apis.set(id, { ...definition, id, integrations: new Map(), routes: new Map(), stages: new Map() });
      return { id, endpoint: `https://${domainNameOf(id)}` };
    },
    createIntegration: (properties) => {
      const integration = integrationOf(properties);
      const id = newId(7);
      apiFor(integration.apiId).integrations.set(id, integration);
      return { id };
    },
    createRoute: (properties) => {
      const route = routeOf(properties);
      const { integrations, routes } = apiFor(route.apiId);
      if (!integrations.has(route.integrationId)) {
        throw new AwsError(
          'BadRequestException',
          `Invalid integration identifier ${route.integrationId} specified`,
        );
      }
      if ([...routes.values()].some(({ key }) => key.text === route.key.text)) {
        const message = `Route with key ${route.key.text} already exists for this API`;
        throw new AwsError('ConflictException', message, { status: 409 });
      }
      const id = newId(7);
      routes.set(id, route);
      return { id };
    },
    createStage: (properties) => {
      const stage = stageOf(properties);
      const { stages } = apiFor(stage.apiId);
      if (stages.has(stage.name))
        throw new AwsError('ConflictException', 'Stage already exists', { status: 409 });
      stages.set(stage.name, stage);
      return { name: stage.name };
    },
    request: async (request) => {
      const api = apis.get(request.apiId);
      return api === undefined ? messageResponse(404, 'Not Found') : serve(api, request);
    },
  };
};

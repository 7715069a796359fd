import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Properties } from '../template/properties.ts';
import type { Api } from './api.ts';
import { apiOf, integrationOf, type RouteDefinition, routeOf, stageOf } from './definitions.ts';
import { domainNameOf } from './event.ts';
import { type HttpRequest, type HttpResponse, messageResponse } from './http-message.ts';
import { createServer, type HttpApiPorts } from './serve.ts';

/**
 * API Gateway's HTTP APIs: their resources by their CloudFormation properties, and the requests made to them. What is
 * not there is an `AwsError` NotFoundException.
 */
export interface HttpApi {
  createApi(properties: Properties): { readonly id: string; readonly endpoint: string };
  updateApi(id: string, properties: Properties): void;
  /** Takes the API's integrations, routes and stages with it. */
  deleteApi(id: string): void;
  createIntegration(properties: Properties): { readonly id: string };
  updateIntegration(id: string, properties: Properties): void;
  deleteIntegration(id: string): void;
  createRoute(properties: Properties): { readonly id: string };
  updateRoute(id: string, properties: Properties): void;
  deleteRoute(id: string): void;
  createStage(properties: Properties): { readonly name: string };
  updateStage(name: string, properties: Properties): void;
  deleteStage(name: string, properties: Properties): void;
  /** Answers as the API would: an error is a response too. */
  request(request: HttpRequest): Promise<HttpResponse>;
}

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { status: 404 });

export const createHttpApi = (ports: HttpApiPorts): HttpApi => {
  const apis = new Map<string, Api>();
  const serve = createServer(ports);
  const random = ports.kernel.random.fork('http-api');
  const newId = (length: number): string =>
    Array.from({ length }, () => ID_ALPHABET[random.integer(ID_ALPHABET.length)]).join('');
  const apiFor = (apiId: string): Api => {
    const api = apis.get(apiId);
    if (api !== undefined) return api;
    throw notFound(`Invalid API identifier specified ${account.accountId}:${apiId}`);
  };
  /** The API that has a part of this id or name. */
  const apiWith = (part: 'integrations' | 'routes', id: string): Api => {
    const api = [...apis.values()].find((each) => each[part].has(id));
    if (api !== undefined) return api;
    throw notFound(`Invalid ${part === 'routes' ? 'route' : 'integration'} identifier ${id} specified`);
  };
  const checkRoute = ({ integrations, routes }: Api, route: RouteDefinition, id?: string): void => {
    if (!integrations.has(route.integrationId)) {
      throw new AwsError(
        'BadRequestException',
        `Invalid integration identifier ${route.integrationId} specified`,
      );
    }
    if ([...routes].some(([other, { key }]) => other !== id && key.text === route.key.text)) {
      const message = `Route with key ${route.key.text} already exists for this API`;
      throw new AwsError('ConflictException', message, { status: 409 });
    }
  };
  const stagesWith = (apiId: string, name: string): Api['stages'] => {
    const { stages } = apiFor(apiId);
    if (stages.has(name)) return stages;
    throw notFound('Invalid stage identifier specified');
  };
  return {
    createApi: (properties) => {
      const definition = apiOf(properties);
      const id = newId(10);
      apis.set(id, { ...definition, id, integrations: new Map(), routes: new Map(), stages: new Map() });
      return { id, endpoint: `https://${domainNameOf(id)}` };
    },
    updateApi: (id, properties) => void apis.set(id, { ...apiFor(id), ...apiOf(properties) }),
    deleteApi: (id) => void apis.delete(apiFor(id).id),
    createIntegration: (properties) => {
      const integration = integrationOf(properties);
      const id = newId(7);
      apiFor(integration.apiId).integrations.set(id, integration);
      return { id };
    },
    updateIntegration: (id, properties) =>
      void apiWith('integrations', id).integrations.set(id, integrationOf(properties)),
    deleteIntegration: (id) => {
      const { integrations, routes } = apiWith('integrations', id);
      if ([...routes.values()].some(({ integrationId }) => integrationId === id)) {
        const message = `Cannot delete Integration ${id}. It is referenced by a route.`;
        throw new AwsError('ConflictException', message, { status: 409 });
      }
      integrations.delete(id);
    },
    createRoute: (properties) => {
      const route = routeOf(properties);
      const api = apiFor(route.apiId);
      checkRoute(api, route);
      const id = newId(7);
      api.routes.set(id, route);
      return { id };
    },
    updateRoute: (id, properties) => {
      const api = apiWith('routes', id);
      const route = routeOf(properties);
      checkRoute(api, route, id);
      api.routes.set(id, route);
    },
    deleteRoute: (id) => void apiWith('routes', id).routes.delete(id),
    createStage: (properties) => {
      const stage = stageOf(properties);
      const { stages } = apiFor(stage.apiId);
      if (stages.has(stage.name))
        throw new AwsError('ConflictException', 'Stage already exists', { status: 409 });
      stages.set(stage.name, stage);
      return { name: stage.name };
    },
    updateStage: (name, properties) => {
      const stage = stageOf(properties);
      stagesWith(stage.apiId, name).set(name, stage);
    },
    deleteStage: (name, { ApiId }) => void stagesWith(String(ApiId), name).delete(name),
    request: async (request) => {
      const api = apis.get(request.apiId);
      return api === undefined ? messageResponse(404, 'Not Found') : serve(api, request);
    },
  };
};

import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpApi } from '../../../lab/http-api/http-api.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Functions } from '../../../lab/kernel/ports.ts';
import { createMeter } from '../../../lab/meter/meter.ts';

const functionArn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

/** A function that answers with its own name. */
const functions: Functions = {
  invoke: async ({ functionArn: arn }) => ({ requestId: 'r', payload: arn.split(':').at(-1) }),
  invokeAsync: async () => {},
  permits: () => true,
};

/** Source: API Gateway V2 API Reference, "UpdateApi", "DeleteIntegration" and their like. */
describe('an API that is changed', () => {
  const open = () => {
    const kernel = virtualKernel({ seed: 1, startAt: 0 });
    const httpApi = createHttpApi({ kernel, meter: createMeter(), functions });
    const api = { Name: 'library', ProtocolType: 'HTTP' };
    const ApiId = httpApi.createApi(api).id;
    const integration = (name: string) => ({
      ...{ ApiId, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
      IntegrationUri: functionArn(name),
    });
    const lend = httpApi.createIntegration(integration('lend')).id;
    const route = (RouteKey: string, integrationId = lend) => ({
      ...{ ApiId, RouteKey, Target: `integrations/${integrationId}` },
    });
    const loans = httpApi.createRoute(route('POST /loans')).id;
    const stage = { ApiId, StageName: '$default', AutoDeploy: true };
    httpApi.createStage(stage);
    const ask = async (path: string) => {
      const answer = httpApi.request({
        ...{ apiId: ApiId, method: 'POST', path },
      });
      const { statusCode, body } = await kernel.clock.settle(answer);
      return [statusCode, body];
    };
    return { httpApi, ApiId, api, lend, integration, loans, route, stage, ask };
  };
  let world: ReturnType<typeof open>;
  beforeEach(() => {
    world = open();
  });

  it('brings its requests to another function', async () => {
    const { httpApi, lend, integration, ask } = world;
    expect(await ask('/loans')).toEqual([200, 'lend']);
    httpApi.updateIntegration(lend, integration('post'));
    expect(await ask('/loans')).toEqual([200, 'post']);
  });

  it('has its route elsewhere', async () => {
    const { httpApi, loans, route, ask } = world;
    httpApi.updateRoute(loans, route('POST /returns'));
    expect((await ask('/loans'))[0]).toBe(404);
    expect(await ask('/returns')).toEqual([200, 'lend']);
  });

  it('has no two routes of one key, but may keep its own', () => {
    const { httpApi, loans, route } = world;
    const other = httpApi.createRoute(route('POST /returns')).id;
    httpApi.updateRoute(loans, route('POST /loans'));
    expect(() => httpApi.updateRoute(other, route('POST /loans'))).toThrow(
      'Route with key POST /loans already exists for this API',
    );
  });

  it('is closed, and opened again', async () => {
    const { httpApi, ApiId, api, ask } = world;
    httpApi.updateApi(ApiId, { ...api, DisableExecuteApiEndpoint: true });
    expect((await ask('/loans'))[0]).not.toBe(200);
    httpApi.updateApi(ApiId, api);
    expect((await ask('/loans'))[0]).toBe(200);
  });

  it('answers nobody without its stage, its route, or itself', async () => {
    const { httpApi, ApiId, stage, loans, ask } = world;
    httpApi.updateStage('$default', { ...stage, Description: 'open' });
    httpApi.deleteStage('$default', stage);
    expect((await ask('/loans'))[0]).toBe(404);
    httpApi.createStage(stage);
    httpApi.deleteRoute(loans);
    expect((await ask('/loans'))[0]).toBe(404);
    httpApi.deleteApi(ApiId);
    expect((await ask('/loans'))[0]).toBe(404);
  });

  it('keeps an integration as long as a route leads to it', () => {
    const { httpApi, lend, loans } = world;
    expect(() => httpApi.deleteIntegration(lend)).toThrow(/is referenced by a route/);
    httpApi.deleteRoute(loans);
    expect(() => httpApi.deleteIntegration(lend)).not.toThrow();
  });

  it.each([
    ['updateApi', ['nothing', { Name: 'n', ProtocolType: 'HTTP' }]],
    ['deleteApi', ['nothing']],
    ['deleteIntegration', ['nothing']],
    ['deleteRoute', ['nothing']],
    ['deleteStage', ['nothing', { ApiId: 'nothing' }]],
  ] as const)('%s of what is not there is NotFoundException', (operation, input) => {
    const act = world.httpApi[operation] as (...args: unknown[]) => void;
    expect(() => act(...input)).toThrow(expect.objectContaining({ code: 'NotFoundException', status: 404 }));
  });
});

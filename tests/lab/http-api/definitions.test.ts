import { describe, expect, it } from '@jest/globals';
import { functionArn, libraryApi } from './library-api.ts';

const { httpApi, apiId, integrationId, endpoint, addRoute } = libraryApi({ 'POST /loans': 'NONE' });
const api = { Name: 'n', ProtocolType: 'HTTP' };
const integration = {
  ApiId: apiId,
  IntegrationType: 'AWS_PROXY',
  IntegrationUri: functionArn,
  PayloadFormatVersion: '2.0',
};
const route = { ApiId: apiId, RouteKey: 'GET /x', Target: `integrations/${integrationId}` };
const stage = { ApiId: apiId, StageName: 'other', AutoDeploy: true };

it('an API is reached at an endpoint of its own', () => {
  expect(apiId).toMatch(/^[a-z0-9]{10}$/);
  expect(endpoint).toBe(`https://${apiId}.execute-api.us-east-1.amazonaws.com`);
});

it('properties that do not matter here are taken', () => {
  expect(httpApi.createApi({ ...api, Description: 'd', Tags: {} }).id).not.toBe(apiId);
  const AccessLogSettings = { DestinationArn: 'arn:logs', Format: '$context.requestId' };
  const DefaultRouteSettings = { DetailedMetricsEnabled: true };
  expect(
    httpApi.createStage({ ...stage, StageName: 'logged', AccessLogSettings, DefaultRouteSettings }),
  ).toEqual({
    name: 'logged',
  });
});

describe('what the lab does not support is refused by name', () => {
  it.each<[() => unknown, string]>([
    [() => httpApi.createApi({ ...api, CorsConfiguration: {} }), 'Api.CorsConfiguration'],
    [() => httpApi.createApi({ ...api, ProtocolType: 'WEBSOCKET' }), 'Api.ProtocolType WEBSOCKET'],
    [() => httpApi.createIntegration({ ...integration, CredentialsArn: 'a' }), 'Integration.CredentialsArn'],
    [
      () => httpApi.createIntegration({ ...integration, IntegrationType: 'HTTP_PROXY' }),
      'IntegrationType HTTP_PROXY',
    ],
    [
      () => httpApi.createIntegration({ ...integration, PayloadFormatVersion: '1.0' }),
      'PayloadFormatVersion 1.0',
    ],
    [
      () => httpApi.createIntegration({ ...integration, IntegrationUri: 'https://x' }),
      'IntegrationUri https://x',
    ],
    [() => httpApi.createRoute({ ...route, AuthorizationType: 'JWT' }), 'Route.AuthorizationType JWT'],
    [() => httpApi.createRoute({ ...route, AuthorizerId: 'a' }), 'Route.AuthorizerId'],
    [() => httpApi.createStage({ ...stage, AutoDeploy: false }), 'Stage without AutoDeploy'],
    [() => httpApi.createStage({ ...stage, StageVariables: {} }), 'Stage.StageVariables'],
    [
      () => httpApi.createStage({ ...stage, DefaultRouteSettings: { ThrottlingRateLimit: 1 } }),
      'Stage.DefaultRouteSettings.ThrottlingRateLimit',
    ],
  ])('%#: %s', (create, name) => {
    expect(create).toThrow(`${name} is not supported by the lab`);
  });
});

describe('what API Gateway refuses is refused', () => {
  it.each<[() => unknown, string]>([
    [
      () => httpApi.createStage({ ...stage, ApiId: 'none' }),
      'Invalid API identifier specified 123456789012:none',
    ],
    [
      () => httpApi.createRoute({ ...route, Target: 'integrations/none' }),
      'Invalid integration identifier none',
    ],
    [() => httpApi.createRoute({ ...route, Target: 'none' }), 'Target must be of the form integrations/<id>'],
    [() => httpApi.createStage({ ...stage, StageName: '$default' }), 'Stage already exists'],
    [() => addRoute('POST /loans'), 'Route with key POST /loans already exists for this API'],
    [() => addRoute('LEND /loans'), 'RouteKey "LEND /loans" must be $default, or a method and a path'],
    [() => addRoute('GET /{all+}/x'), 'RouteKey "GET /{all+}/x" must be'],
    [() => httpApi.createIntegration({ ...integration, TimeoutInMillis: 30_001 }), 'between 50 and 30000'],
    [() => httpApi.createIntegration({ ...integration, TimeoutInMillis: '49' }), 'between 50 and 30000'],
    [() => httpApi.createApi({ ProtocolType: 'HTTP' }), 'AWS::ApiGatewayV2::Api.Name is required'],
  ])('%#: %s', (create, message) => {
    expect(create).toThrow(message);
  });
});

it('an API that does not exist, or whose endpoint is disabled, answers 404', async () => {
  expect((await httpApi.request({ apiId: 'none', method: 'GET', path: '/' })).statusCode).toBe(404);
  const disabled = libraryApi({ $default: 'NONE' }, { api: { DisableExecuteApiEndpoint: true } });
  expect((await disabled.request('GET', '/')).statusCode).toBe(404);
});

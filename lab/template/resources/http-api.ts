import type { HttpApis } from '../engines.ts';
import type { Registry } from '../resource-type.ts';

export const httpApiResources = (httpApi: HttpApis): Registry => ({
  'AWS::ApiGatewayV2::Api': {
    create: async ({ properties }) => {
      const { id, endpoint } = await httpApi.createApi(properties);
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
    },
  },
  'AWS::ApiGatewayV2::Integration': {
    create: async ({ properties }) => {
      const { id } = await httpApi.createIntegration(properties);
      return { ref: id, attributes: { IntegrationId: id } };
    },
  },
  'AWS::ApiGatewayV2::Route': {
    create: async ({ properties }) => {
      const { id } = await httpApi.createRoute(properties);
      return { ref: id, attributes: { RouteId: id } };
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    create: async ({ properties }) => {
      await httpApi.createStage(properties);
      return { ref: String(properties.StageName), attributes: {} };
    },
  },
});

import type { HttpApis } from '../engines.ts';
import type { Registry } from '../resource-type.ts';

export const httpApiResources = (httpApi: HttpApis): Registry => ({
  'AWS::ApiGatewayV2::Api': {
    create: async ({ properties }) => {
      const { id, endpoint } = await httpApi.createApi(properties);
      return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await httpApi.updateApi(ref, properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => httpApi.deleteApi(ref),
  },
  'AWS::ApiGatewayV2::Integration': {
    create: async ({ properties }) => {
      const { id } = await httpApi.createIntegration(properties);
      return { ref: id, attributes: { IntegrationId: id } };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await httpApi.updateIntegration(ref, properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => httpApi.deleteIntegration(ref),
  },
  'AWS::ApiGatewayV2::Route': {
    create: async ({ properties }) => {
      const { id } = await httpApi.createRoute(properties);
      return { ref: id, attributes: { RouteId: id } };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await httpApi.updateRoute(ref, properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => httpApi.deleteRoute(ref),
  },
  'AWS::ApiGatewayV2::Stage': {
    create: async ({ properties }) => {
      await httpApi.createStage(properties);
      return { ref: String(properties.StageName), attributes: {} };
    },
    update: async ({ properties }, { ref, attributes }) => {
      await httpApi.updateStage(ref, properties);
      return { ref, attributes };
    },
    delete: ({ ref, properties }) => httpApi.deleteStage(ref, properties),
  },
});

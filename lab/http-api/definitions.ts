import { isRecord, type Properties, readerOf, refuseUnknown } from '../template/properties.ts';
import { parseRouteKey, type RouteKey } from './route-key.ts';

/** The resources of an HTTP API, read from their CloudFormation properties; anything unsupported is refused. */

export interface ApiDefinition {
  readonly name: string;
  readonly endpointDisabled: boolean;
}

export interface IntegrationDefinition {
  readonly apiId: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface RouteDefinition {
  readonly apiId: string;
  readonly key: RouteKey;
  readonly authorization: 'NONE' | 'AWS_IAM';
  readonly integrationId: string;
}

export interface StageDefinition {
  readonly apiId: string;
  readonly name: string;
  /** Kept; the lab writes no access log. */
  readonly accessLog: { readonly destinationArn: string; readonly format: string } | undefined;
}

const INERT = ['Description', 'Tags'];
const TIMEOUT_MS = { least: 50, most: 30_000 };
const FUNCTION_ARN = /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+$/;

const only = (where: string, value: unknown, supported: string): void => {
  if (value !== supported)
    throw new Error(`${where} ${String(value)} is not supported by the lab, only ${supported}`);
};

export const apiOf = (properties: Properties): ApiDefinition => {
  const type = 'AWS::ApiGatewayV2::Api';
  const reader = readerOf(type, properties, ['Name', 'ProtocolType', 'DisableExecuteApiEndpoint', ...INERT]);
  only(`${type}.ProtocolType`, properties.ProtocolType, 'HTTP');
  return {
    name: reader.text('Name'),
    endpointDisabled: reader.optionalFlag('DisableExecuteApiEndpoint') ?? false,
  };
};

export const integrationOf = (properties: Properties): IntegrationDefinition => {
  const type = 'AWS::ApiGatewayV2::Integration';
  const reader = readerOf(type, properties, [
    'ApiId',
    'IntegrationType',
    'IntegrationUri',
    'PayloadFormatVersion',
    'TimeoutInMillis',
    'Description',
  ]);
  only(`${type}.IntegrationType`, properties.IntegrationType, 'AWS_PROXY');
  only(`${type}.PayloadFormatVersion`, properties.PayloadFormatVersion, '2.0');
  const functionArn = reader.text('IntegrationUri');
  if (!FUNCTION_ARN.test(functionArn)) {
    throw new Error(
      `${type}.IntegrationUri ${functionArn} is not supported by the lab, only a function's ARN`,
    );
  }
  const timeoutMs = reader.optionalNumber('TimeoutInMillis') ?? TIMEOUT_MS.most;
  if (timeoutMs < TIMEOUT_MS.least || timeoutMs > TIMEOUT_MS.most) {
    throw new Error(`${type}.TimeoutInMillis must be between ${TIMEOUT_MS.least} and ${TIMEOUT_MS.most}`);
  }
  return { apiId: reader.text('ApiId'), functionArn, timeoutMs };
};

export const routeOf = (properties: Properties): RouteDefinition => {
  const type = 'AWS::ApiGatewayV2::Route';
  const reader = readerOf(type, properties, [
    'ApiId',
    'RouteKey',
    'Target',
    'AuthorizationType',
    'OperationName',
  ]);
  const authorization = reader.optionalText('AuthorizationType') ?? 'NONE';
  if (authorization !== 'NONE' && authorization !== 'AWS_IAM') {
    throw new Error(`${type}.AuthorizationType ${authorization} is not supported by the lab`);
  }
  const integrationId = /^integrations\/(\w+)$/.exec(reader.text('Target'))?.[1];
  if (integrationId === undefined) throw new Error(`${type}.Target must be of the form integrations/<id>`);
  return {
    apiId: reader.text('ApiId'),
    key: parseRouteKey(reader.text('RouteKey')),
    authorization,
    integrationId,
  };
};

export const stageOf = (properties: Properties): StageDefinition => {
  const type = 'AWS::ApiGatewayV2::Stage';
  const known = ['ApiId', 'StageName', 'AutoDeploy', 'DefaultRouteSettings', 'AccessLogSettings', ...INERT];
  const reader = readerOf(type, properties, known);
  // Without it nothing is served before an AWS::ApiGatewayV2::Deployment.
  if (reader.optionalFlag('AutoDeploy') !== true) {
    throw new Error(`${type} without AutoDeploy is not supported by the lab`);
  }
  // Detailed metrics are inert; throttling would not be.
  refuseUnknown(`${type}.DefaultRouteSettings`, reader.optionalRecord('DefaultRouteSettings') ?? {}, [
    'DetailedMetricsEnabled',
  ]);
  const { AccessLogSettings: settings } = properties;
  const log =
    isRecord(settings) && readerOf(`${type}.AccessLogSettings`, settings, ['DestinationArn', 'Format']);
  return {
    apiId: reader.text('ApiId'),
    name: reader.text('StageName'),
    accessLog: log ? { destinationArn: log.text('DestinationArn'), format: log.text('Format') } : undefined,
  };
};

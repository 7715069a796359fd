import { createHttpApi } from '../../../lab/http-api/http-api.ts';
import type { HttpRequest, HttpResponse } from '../../../lab/http-api/http-message.ts';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Functions, InvokeRequest, InvokeResult } from '../../../lab/kernel/ports.ts';
import { createMeter } from '../../../lab/meter/meter.ts';

export const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:lend';
export const identity = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  accountId: '123456789012',
  callerId: 'AIDACKCEVSQ6C2EXAMPLE',
  userArn: 'arn:aws:iam::123456789012:user/reader',
  userId: 'AIDACKCEVSQ6C2EXAMPLE',
};

/** 12 Mar 2020, 19:03:58.390 UTC. */
export const START = Date.UTC(2020, 2, 12, 19, 3, 58, 390);

export interface Options {
  /** What the function answers; by default the payload `'lent'`. */
  readonly answer?: (request: InvokeRequest) => Promise<Partial<InvokeResult>> | Partial<InvokeResult>;
  readonly permits?: Functions['permits'];
  readonly timeoutMs?: number;
  readonly stage?: string;
  readonly api?: object;
}

/** An API of a lending library with one integration, and a function that stands for Lambda. */
export const libraryApi = (routes: Readonly<Record<string, 'NONE' | 'AWS_IAM'>>, options: Options = {}) => {
  const kernel = virtualKernel({ seed: 3, startAt: START });
  const meter = createMeter();
  const invocations: InvokeRequest[] = [];
  const functions: Functions = {
    permits: options.permits ?? (() => true),
    invokeAsync: () => Promise.reject(new AwsError('Unused', 'an HTTP API waits for the answer')),
    invoke: async (request) => {
      invocations.push(request);
      return { requestId: 'r', payload: 'lent', ...(await options.answer?.(request)) };
    },
  };
  const httpApi = createHttpApi({ kernel, meter, functions });
  const { id: apiId, endpoint } = httpApi.createApi({
    Name: 'library',
    ProtocolType: 'HTTP',
    ...options.api,
  });
  const { id: integrationId } = httpApi.createIntegration({
    ApiId: apiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn,
    PayloadFormatVersion: '2.0',
    ...(options.timeoutMs && { TimeoutInMillis: options.timeoutMs }),
  });
  const addRoute = (RouteKey: string, AuthorizationType = 'NONE') =>
    httpApi.createRoute({
      ApiId: apiId,
      RouteKey,
      AuthorizationType,
      Target: `integrations/${integrationId}`,
    });
  for (const [routeKey, authorization] of Object.entries(routes)) addRoute(routeKey, authorization);
  httpApi.createStage({ ApiId: apiId, StageName: options.stage ?? '$default', AutoDeploy: true });

  const request = async (
    method: string,
    path: string,
    rest: Partial<HttpRequest> = {},
  ): Promise<HttpResponse> => {
    let response: HttpResponse | undefined;
    const answered = httpApi.request({ apiId, method, path, ...rest }).then((answer) => {
      response = answer;
    });
    await kernel.clock.run(() => response !== undefined);
    await answered;
    if (response === undefined) throw new Error('no answer');
    return response;
  };
  return { kernel, meter, httpApi, apiId, integrationId, endpoint, invocations, addRoute, request };
};

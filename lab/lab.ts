import { createCloudFormation } from './cloudformation/cloudformation.ts';
import { type CloudWatch, createCloudWatch } from './cloudwatch/cloudwatch.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import { ecr } from './ecr/ecr.ts';
import { createEventBridge } from './eventbridge/eventbridge.ts';
import { compilePattern } from './eventbridge/pattern/pattern.ts';
import { createHttpApi, type HttpApi } from './http-api/http-api.ts';
import { createAuthorize } from './iam/authorize.ts';
import { createRoles } from './iam/roles.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Service } from './kernel/service.ts';
import { createLambda } from './lambda/lambda.ts';
import { createLogs, type LogGroups } from './logs/logs.ts';
import { createMeter, type Meter } from './meter/meter.ts';
import { createS3 } from './s3/s3.ts';
import { createSns, type Sns } from './sns/sns.ts';
import { createSqs, type Sqs } from './sqs/sqs.ts';
import { createStepFunctions } from './stepfunctions/index.ts';
import { sts } from './sts/sts.ts';
import { deploy, type Stack } from './template/deploy.ts';
import type { Package } from './template/load.ts';
import { createRegistry } from './template/resources/registry.ts';
import { clientConfig } from './wire/client-config.ts';
import { createDispatch, type Dispatch } from './wire/dispatch.ts';
import { createGate } from './wire/gate.ts';
import { createXRay } from './xray/xray.ts';

/** One AWS account and region, in this process. */
export interface Lab {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly logs: LogGroups;
  readonly queues: Sqs;
  readonly cloudwatch: CloudWatch;
  readonly topics: Sns;
  readonly httpApi: HttpApi;
  /** Stops every execution that runs at this moment, as StopExecution does. */
  stopExecutions(): void;
  /** Deploys a packaged stage. Throws an `Error` that names the resource and what is wrong with it. */
  deploy(pkg: Package): Promise<Stack>;
  /** All that its endpoint answers for. */
  readonly services: readonly Service[];
  /** Answers a request for any of the services: what a server hands on (lab/wire/server). */
  readonly dispatch: Dispatch;
  /** Configuration for an AWS SDK v3 client that speaks to the lab, as a user from outside. */
  readonly client: ReturnType<typeof clientConfig>;
}

export interface LabOptions {
  /** Traces every request that its caller does not keep from being traced. Default: as Lambda samples. */
  readonly sampleAll?: boolean;
}

/** Puts the engines together on one kernel. An empty account: `deploy` fills it. */
export const createLab = (kernel: Kernel, { sampleAll }: LabOptions = {}): Lab => {
  const meter = createMeter();
  const iam = createRoles({ kernel });
  const gate = createGate({ kernel, authorize: createAuthorize(iam) });
  const s3 = createS3({ kernel });
  const sns = createSns({ kernel });
  const cloudwatch = createCloudWatch({ kernel, topics: sns });
  const { metrics } = cloudwatch;
  const logs = createLogs({ kernel, meter, metrics });
  const sqs = createSqs({ kernel, meter, metrics });
  const dynamodb = createDynamoDb({ kernel, meter });
  const xray = createXRay({ kernel, gate, sampleAll });
  const { traces } = xray;
  const lambda = createLambda({
    ...{ kernel, meter, logs, metrics, gate, traces, compilePattern },
    queues: sqs,
    streams: dynamodb.streams,
    objects: s3.objects,
    roles: iam,
  });
  const { functions } = lambda;
  const stepfunctions = createStepFunctions({ kernel, meter, metrics, functions, gate, traces, roles: iam });
  const { stateMachines } = stepfunctions;
  const eventbridge = createEventBridge({ kernel, meter, functions, queues: sqs, stateMachines, roles: iam });
  const httpApi = createHttpApi({ kernel, meter, functions });
  const registry = createRegistry({
    ...{ cloudwatch, dynamodb, eventbridge, httpApi, iam, lambda, logs, s3, sns, sqs, stepfunctions },
  });
  const cloudformation = createCloudFormation({ kernel, registry, objects: s3.objects });
  const engines = [
    ...[cloudformation, cloudwatch, dynamodb, eventbridge, lambda, logs],
    ...[s3, sns, sqs, stepfunctions, xray],
  ];
  const services = [...engines.map(({ service }) => service), dynamodb.streamsService, ecr, sts];
  for (const service of services) gate.register(service);
  const dispatch = createDispatch(gate);
  return {
    kernel,
    meter,
    logs,
    queues: sqs,
    cloudwatch,
    topics: sns,
    httpApi,
    stopExecutions: stepfunctions.stopExecutions,
    deploy: async (pkg) => {
      cloudformation.assertNew(pkg.stackName);
      const stack = await deploy(pkg, registry, kernel.random);
      cloudformation.adopt(stack, pkg);
      return stack;
    },
    services,
    dispatch,
    client: clientConfig(dispatch, { name: 'user' }),
  };
};

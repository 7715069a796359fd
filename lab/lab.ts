import { type CloudWatch, createCloudWatch } from './cloudwatch/cloudwatch.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import { createEventBridge } from './eventbridge/eventbridge.ts';
import { compilePattern } from './eventbridge/pattern/pattern.ts';
import { createHttpApi, type HttpApi } from './http-api/http-api.ts';
import { createRoles } from './iam/roles.ts';
import type { Kernel } from './kernel/kernel.ts';
import { createLambda } from './lambda/lambda.ts';
import { createLogs, type LogGroups } from './logs/logs.ts';
import { createMeter, type Meter } from './meter/meter.ts';
import { createSns, type Sns } from './sns/sns.ts';
import { createSqs, type Sqs } from './sqs/sqs.ts';
import { createStepFunctions } from './stepfunctions/index.ts';
import { deploy, type Stack } from './template/deploy.ts';
import type { Package } from './template/load.ts';
import { createRegistry } from './template/resources/registry.ts';
import { clientConfig } from './wire/client-config.ts';
import { createDispatch } from './wire/dispatch.ts';
import { createGate } from './wire/gate.ts';

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
  /** Configuration for an AWS SDK v3 client that speaks to the lab, as a user from outside. */
  readonly client: ReturnType<typeof clientConfig>;
}

/** Puts the engines together on one kernel. An empty account: `deploy` fills it. */
export const createLab = (kernel: Kernel): Lab => {
  const meter = createMeter();
  const gate = createGate({ kernel });
  const sns = createSns({ kernel });
  const cloudwatch = createCloudWatch({ kernel, topics: sns });
  const { metrics } = cloudwatch;
  const logs = createLogs({ kernel, meter, metrics });
  const sqs = createSqs({ kernel, meter, metrics });
  const dynamodb = createDynamoDb({ kernel, meter });
  const lambda = createLambda({
    ...{ kernel, meter, logs, metrics, gate, compilePattern },
    queues: sqs,
    streams: dynamodb.streams,
  });
  const { functions } = lambda;
  const stepfunctions = createStepFunctions({ kernel, meter, metrics, functions });
  const { stateMachines } = stepfunctions;
  const eventbridge = createEventBridge({ kernel, meter, functions, queues: sqs, stateMachines });
  const httpApi = createHttpApi({ kernel, meter, functions });
  const iam = createRoles({ kernel });
  for (const { service } of [dynamodb, lambda, stepfunctions, eventbridge, sqs]) gate.register(service);
  const registry = createRegistry({
    ...{ cloudwatch, dynamodb, eventbridge, httpApi, iam, lambda, logs, sns, sqs, stepfunctions },
  });
  return {
    kernel,
    meter,
    logs,
    queues: sqs,
    cloudwatch,
    topics: sns,
    httpApi,
    stopExecutions: stepfunctions.stopExecutions,
    deploy: (pkg) => deploy(pkg, registry, kernel.random),
    client: clientConfig(createDispatch(gate), { name: 'user' }),
  };
};

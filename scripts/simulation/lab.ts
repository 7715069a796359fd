import { createDynamoDb, type DynamoDb, type DynamoDbOptions } from '../../lab/dynamodb/index.ts';
import { createEventBridge } from '../../lab/eventbridge/eventbridge.ts';
import { compilePattern } from '../../lab/eventbridge/pattern/pattern.ts';
import { createHttpApi, type HttpApi } from '../../lab/http-api/http-api.ts';
import type { VirtualKernel } from '../../lab/kernel/kernel.ts';
import { virtualKernel } from '../../lab/kernel/kernel.ts';
import type { Functions } from '../../lab/kernel/ports.ts';
import { createRandom } from '../../lab/kernel/random.ts';
import type { Service } from '../../lab/kernel/service.ts';
import { createLambda } from '../../lab/lambda/lambda.ts';
import type { Program } from '../../lab/lambda/runtime/program.ts';
import type { Meter } from '../../lab/meter/meter.ts';
import { createSqs, type Sqs } from '../../lab/sqs/sqs.ts';
import { createStepFunctions } from '../../lab/stepfunctions/index.ts';
import { deploy, type Stack } from '../../lab/template/deploy.ts';
import type { Engines } from '../../lab/template/engines.ts';
import type { Package } from '../../lab/template/load.ts';
import { createRegistry } from '../../lab/template/resources/registry.ts';
import { createGate, type Gate } from '../../lab/wire/gate.ts';

/** When every schedule begins, epoch ms. */
export const START = Date.parse('2026-01-13T10:00:00Z');

/** The engines that an order passes through. */
export interface SimulatedLab {
  readonly kernel: VirtualKernel;
  readonly gate: Gate;
  readonly dynamodb: DynamoDb;
  readonly events: Service;
  readonly states: Service;
  readonly queues: Sqs;
  readonly functions: Functions;
  readonly httpApi: HttpApi;
  stopExecutions(): void;
}

/** Nobody reads bills here, nor logs and metrics. */
const meter: Meter = { count: () => {}, read: () => [], reset: () => {} };

interface EnginesOptions {
  readonly onChange?: DynamoDbOptions['onChange'];
  /** Of TTL, instead of the lab's. */
  readonly ttlDelayMs?: DynamoDbOptions['ttlDelayMs'];
}

const createEngines = (kernel: VirtualKernel, { onChange, ttlDelayMs }: EnginesOptions) => {
  const gate = createGate({ kernel });
  const sqs = createSqs({ kernel, meter });
  const dynamodb = createDynamoDb({
    ...{ kernel, meter },
    ...(onChange && { onChange }),
    ...(ttlDelayMs !== undefined && { ttlDelayMs }),
  });
  const lambda = createLambda({
    ...{ kernel, meter, gate, compilePattern },
    queues: sqs,
    streams: dynamodb.streams,
  });
  const { functions } = lambda;
  const stepfunctions = createStepFunctions({ kernel, meter, functions, gate });
  const { stateMachines } = stepfunctions;
  const eventbridge = createEventBridge({ kernel, meter, functions, queues: sqs, stateMachines });
  // Ids of APIs are drawn: the same in every schedule, since they stand in the blueprint.
  const httpApi = createHttpApi({ kernel: { ...kernel, random: createRandom(0) }, meter, functions });
  for (const { service } of [dynamodb, lambda, stepfunctions, eventbridge, sqs]) gate.register(service);
  return { gate, dynamodb, eventbridge, httpApi, lambda, sqs, stepfunctions };
};

type Operated = ReturnType<typeof createEngines>;

/** A call of an engine that a deployment makes. */
interface Recorded {
  readonly engine: keyof Operated;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** A stage as deployed: what to do to make it once more, without reading its template again. */
export interface Blueprint {
  readonly stack: Stack;
  readonly calls: readonly Recorded[];
}

type Method = (...args: unknown[]) => unknown;

const recording = (engine: keyof Operated, target: object, calls: Recorded[]): object =>
  new Proxy(target, {
    get: (_, method: string) => {
      const perform = (target as Record<string, Method>)[method] as Method;
      return (...args: unknown[]) => {
        calls.push({ engine, method, args });
        return perform(...args);
      };
    },
  });

/** Stands for the engines that no order passes: what is made there is only referred to. */
const inert = (service: string): object =>
  new Proxy(
    {},
    { get: (_, method) => () => ({ arn: `arn:aws:${service}:::${String(method)}`, id: service }) },
  );

/** Deploys a package once, and remembers how. */
export const draw = async (pkg: Package): Promise<Blueprint> => {
  const kernel = virtualKernel({ seed: 0, startAt: START });
  const engines = createEngines(kernel, {});
  const calls: Recorded[] = [];
  const record = (engine: keyof Operated): object => recording(engine, engines[engine], calls);
  const registry = createRegistry({
    cloudwatch: inert('cloudwatch'),
    iam: inert('iam'),
    logs: inert('logs'),
    s3: inert('s3'),
    sns: inert('sns'),
    dynamodb: record('dynamodb'),
    eventbridge: record('eventbridge'),
    httpApi: record('httpApi'),
    lambda: record('lambda'),
    sqs: record('sqs'),
    stepfunctions: record('stepfunctions'),
  } as unknown as Engines);
  const stack = await deploy(pkg, registry, kernel.random);
  return { stack, calls };
};

interface FunctionProperties {
  readonly Handler: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

type Variables = Readonly<Record<string, string>>;

/** A function with other values of the variables that it has. */
const withVariables = (properties: FunctionProperties, variables: Variables): FunctionProperties => {
  const own = properties.Environment?.Variables ?? {};
  const changed = Object.entries(variables).filter(([name]) => own[name] !== undefined);
  if (changed.length === 0) return properties;
  return { ...properties, Environment: { Variables: { ...own, ...Object.fromEntries(changed) } } };
};

export interface BuildOptions extends EnginesOptions {
  /** For every function that has them, instead of the template's. */
  readonly variables?: Variables;
}

/**
 * Builds the stage of a blueprint.
 *
 * @param programOf the program to run for a function with this `Handler`; without one its bundle runs
 */
export const build = (
  blueprint: Blueprint,
  kernel: VirtualKernel,
  programOf: (handler: string) => Program | undefined,
  { variables = {}, ...options }: BuildOptions = {},
): SimulatedLab => {
  const engines = createEngines(kernel, options);
  for (const { engine, method, args } of blueprint.calls) {
    const target = engines[engine] as unknown as Record<string, Method>;
    if (method !== 'createFunction') target[method]?.(...args);
    else {
      const [properties, code] = args as [FunctionProperties, object];
      const changed = withVariables(properties, variables);
      target[method]?.(changed, { ...code, program: programOf(properties.Handler) });
    }
  }
  const { gate, dynamodb, eventbridge, httpApi, lambda, sqs, stepfunctions } = engines;
  return {
    kernel,
    gate,
    dynamodb,
    events: eventbridge.service,
    states: stepfunctions.service,
    queues: sqs,
    functions: lambda.functions,
    httpApi,
    stopExecutions: stepfunctions.stopExecutions,
  };
};

import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { EventInvokeConfig } from './event-invoke-config.ts';
import type { Permission } from './permissions.ts';
import { assertProperties, assertRange, type Properties } from './properties.ts';
import type { Deployment, Environment } from './runtime/environment.ts';
import type { Program } from './runtime/program.ts';
import { reservedNames } from './runtime/variables.ts';

/** The part of AWS::Lambda::Function that means something to the lab. */
interface FunctionProperties {
  readonly FunctionName: string;
  readonly Handler: string;
  readonly Runtime: string;
  readonly Role?: string;
  readonly MemorySize?: number;
  /** Seconds. */
  readonly Timeout?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string | number | boolean>> };
  readonly TracingConfig?: { readonly Mode?: 'Active' | 'PassThrough' };
  readonly LoggingConfig?: { readonly LogGroup?: string; readonly LogFormat?: string };
  readonly ReservedConcurrentExecutions?: number;
  readonly PackageType?: string;
}

/** A function's bundle, as the package holds it. */
export interface FunctionCode {
  /** CommonJS source text of the file that exports the handler. */
  readonly handlerSource: string;
  /** Its path within the package: `src/orders/handler.js`. */
  readonly fileName: string;
  /** Runs instead of the source. */
  readonly program?: Program;
  /** Of the package, in base64. */
  readonly sha256: string;
  /** Bytes of the package. */
  readonly size: number;
}

/** A function, with what was attached to it and the environments it has. An update replaces its configuration. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  /** What the configuration was read from. */
  properties: Properties;
  code: FunctionCode;
  roleArn: string | undefined;
  /** Another one after each update, and with it other environments. */
  deployment: Deployment;
  variables: Readonly<Record<string, string>>;
  tracing: 'Active' | 'PassThrough';
  /** Of the last update, epoch ms. */
  lastModified: number;
  /** Another one after each change. */
  revisionId: string;
  reservedConcurrency: number | undefined;
  permissions: readonly Permission[];
  /** Undefined: the defaults of Lambda. */
  eventInvokeConfig: EventInvokeConfig | undefined;
  /** Environments waiting for an invocation; the last used comes first. */
  readonly idle: Environment[];
  /** Invocations running. */
  running: number;
  /** Environments created so far. */
  created: number;
}

const TYPE = 'AWS::Lambda::Function';

const SUPPORTED = [
  'FunctionName',
  'Handler',
  'Runtime',
  'Code',
  'Role',
  'MemorySize',
  'Timeout',
  'Environment',
  'TracingConfig',
  'LoggingConfig',
  'ReservedConcurrentExecutions',
  'PackageType',
];

const INERT = [
  'Architectures',
  'Description',
  'Tags',
  'EphemeralStorage',
  'KmsKeyArn',
  'RuntimeManagementConfig',
];

const check = (properties: FunctionProperties): void => {
  assertProperties(TYPE, properties, { supported: SUPPORTED, inert: INERT });
  const { Runtime, PackageType, LoggingConfig, Environment, TracingConfig } = properties;
  if (Runtime !== 'nodejs24.x') throw new Error(`${TYPE}.Runtime: ${Runtime} is not supported by the lab`);
  if (PackageType !== undefined && PackageType !== 'Zip') {
    throw new Error(`${TYPE}.PackageType: ${PackageType} is not supported by the lab`);
  }
  assertProperties(`${TYPE}.Environment`, Environment ?? {}, { supported: ['Variables'] });
  assertProperties(`${TYPE}.TracingConfig`, TracingConfig ?? {}, { supported: ['Mode'] });
  assertProperties(`${TYPE}.LoggingConfig`, LoggingConfig ?? {}, { supported: ['LogGroup', 'LogFormat'] });
  if (LoggingConfig?.LogFormat !== undefined && LoggingConfig.LogFormat !== 'Text') {
    throw new Error(
      `${TYPE}.LoggingConfig.LogFormat: ${LoggingConfig.LogFormat} is not supported by the lab`,
    );
  }
  assertRange(`${TYPE}.MemorySize`, properties.MemorySize, 128, 10_240);
  assertRange(`${TYPE}.Timeout`, properties.Timeout, 1, 900);
};

const variablesOf = ({ Environment }: FunctionProperties): Record<string, string> => {
  const variables = Object.entries(Environment?.Variables ?? {});
  const reserved = reservedNames(variables.map(([name]) => name));
  if (reserved.length > 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      'Lambda was unable to configure your environment variables because the environment variables you have ' +
        'provided contains reserved keys that are currently not supported for modification. ' +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  return Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
};

/** What a function is configured with. */
type Configuration = Pick<
  LambdaFunction,
  'properties' | 'code' | 'roleArn' | 'deployment' | 'variables' | 'tracing'
>;

const configurationOf = (properties: Properties, code: FunctionCode): Configuration => {
  const typed = properties as unknown as FunctionProperties;
  check(typed);
  const name = typed.FunctionName;
  return {
    properties,
    code,
    roleArn: typed.Role,
    deployment: {
      functionName: name,
      arn: arn('lambda', `function:${name}`),
      handler: typed.Handler,
      source: code.handlerSource,
      fileName: code.fileName,
      program: code.program,
      memorySize: typed.MemorySize ?? 128,
      timeout: typed.Timeout ?? 3,
      logGroup: typed.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    },
    variables: variablesOf(typed),
    tracing: typed.TracingConfig?.Mode ?? 'PassThrough',
  };
};

/** When a function was changed, and the id of what it was changed to. */
export type Revision = Pick<LambdaFunction, 'lastModified' | 'revisionId'>;

const reservedOf = (properties: Properties): number | undefined =>
  (properties as unknown as FunctionProperties).ReservedConcurrentExecutions;

/** Reads an AWS::Lambda::Function. Throws for what the lab does not support. */
export const readFunction = (
  properties: Properties,
  code: FunctionCode,
  revision: Revision,
): LambdaFunction => {
  const configuration = configurationOf(properties, code);
  const { functionName: name, arn } = configuration.deployment;
  return {
    ...{ name, arn, ...configuration, ...revision },
    reservedConcurrency: reservedOf(properties),
    permissions: [],
    eventInvokeConfig: undefined,
    idle: [],
    running: 0,
    created: 0,
  };
};

/**
 * Gives a function the configuration and code of `next`: new environments run it from now on, and invocations under
 * way finish on the old one. What is attached to the function stays. Concurrency that was reserved otherwise than by
 * the function's properties stays unless they change it.
 */
export const reconfigure = (fn: LambdaFunction, next: LambdaFunction): void => {
  const { properties, code, roleArn, deployment, variables, tracing, lastModified, revisionId } = next;
  if (reservedOf(properties) !== reservedOf(fn.properties)) fn.reservedConcurrency = next.reservedConcurrency;
  Object.assign(fn, { properties, code, roleArn, deployment, variables, tracing, lastModified, revisionId });
  fn.idle.length = 0;
};

/** `name`, `name:$LATEST`, `<account>:function:name` or an ARN, with or without a qualifier. */
const FUNCTION_REFERENCE = /^(?:arn:aws:lambda:[^:]+:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::(\$LATEST))?$/;

/** The functions of the account, found by name, ARN or partial ARN. */
export const createRegistry = () => {
  const functions = new Map<string, LambdaFunction>();
  const find = (reference: string): LambdaFunction | undefined =>
    functions.get(reference) ?? functions.get(FUNCTION_REFERENCE.exec(reference)?.[1] ?? '');
  return {
    add: (fn: LambdaFunction): void => void functions.set(fn.name, fn),
    remove: (fn: LambdaFunction): void => void functions.delete(fn.name),
    all: (): Iterable<LambdaFunction> => functions.values(),
    find,
    /** Throws ResourceNotFoundException. */
    get: (reference: string): LambdaFunction => {
      const fn = find(reference);
      if (fn) return fn;
      const full = reference.startsWith('arn:') ? reference : arn('lambda', `function:${reference}`);
      throw new AwsError('ResourceNotFoundException', `Function not found: ${full}`, {
        status: 404,
        members: { Type: 'User' },
      });
    },
  };
};

export type Registry = ReturnType<typeof createRegistry>;

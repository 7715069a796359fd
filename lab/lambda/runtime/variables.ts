import { account } from '../../kernel/account.ts';
import type { Deployment } from './environment.ts';

const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** The names among these that a function may not set. */
export const reservedNames = (names: readonly string[]): readonly string[] =>
  names.filter((name) => RESERVED.has(name));

/**
 * The environment of a function: its own variables, and those Lambda sets.
 * Source: Lambda developer guide, "Defined runtime environment variables".
 */
export const variablesOf = (
  deployment: Deployment,
  configured: Readonly<Record<string, string>>,
  logStream: string,
): Record<string, string> => ({
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  NODE_PATH: '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/task',
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  ...configured,
  _HANDLER: deployment.handler,
  AWS_REGION: account.region,
  AWS_DEFAULT_REGION: account.region,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: deployment.functionName,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployment.memorySize),
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: deployment.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: logStream,
  AWS_ACCESS_KEY_ID: 'ASIALAB0000000000000',
  AWS_SECRET_ACCESS_KEY: 'lab',
  AWS_SESSION_TOKEN: 'lab',
  AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1:2000',
  LAMBDA_TASK_ROOT: '/var/task',
  LAMBDA_RUNTIME_DIR: '/var/runtime',
});

import type { Route } from './route.ts';

const FUNCTIONS = '/2015-03-31/functions';
const FUNCTION = `${FUNCTIONS}/{FunctionName}`;
const EVENT_INVOKE_CONFIG = '/2019-09-25/functions/{FunctionName}/event-invoke-config';
const MAPPINGS = '/2015-03-31/event-source-mappings';
const MAPPING = `${MAPPINGS}/{UUID}`;
const ACCEPTED = { status: 202 };
const CREATED = { status: 201 };
const NO_CONTENT = { status: 204 };
const QUALIFIER = { Qualifier: 'text' } as const;
const PAGE = { Marker: 'text', MaxItems: 'number' } as const;

const functionRoutes: readonly Route[] = [
  { operation: 'ListFunctions', method: 'GET', path: FUNCTIONS, query: PAGE },
  { operation: 'CreateFunction', method: 'POST', path: FUNCTIONS, answer: CREATED },
  { operation: 'GetFunction', method: 'GET', path: FUNCTION, query: QUALIFIER },
  { operation: 'DeleteFunction', method: 'DELETE', path: FUNCTION, query: QUALIFIER, answer: NO_CONTENT },
  { operation: 'UpdateFunctionCode', method: 'PUT', path: `${FUNCTION}/code` },
  {
    operation: 'GetFunctionConfiguration',
    method: 'GET',
    path: `${FUNCTION}/configuration`,
    query: QUALIFIER,
  },
  { operation: 'UpdateFunctionConfiguration', method: 'PUT', path: `${FUNCTION}/configuration` },
  { operation: 'ListVersionsByFunction', method: 'GET', path: `${FUNCTION}/versions`, query: PAGE },
  { operation: 'ListTags', method: 'GET', path: '/2017-03-31/tags/{Resource}' },
  { operation: 'GetAccountSettings', method: 'GET', path: '/2016-08-19/account-settings' },
  { operation: 'GetPolicy', method: 'GET', path: `${FUNCTION}/policy`, query: QUALIFIER },
  {
    operation: 'AddPermission',
    method: 'POST',
    path: `${FUNCTION}/policy`,
    query: QUALIFIER,
    answer: CREATED,
  },
  {
    operation: 'RemovePermission',
    method: 'DELETE',
    path: `${FUNCTION}/policy/{StatementId}`,
    query: { ...QUALIFIER, RevisionId: 'text' },
    answer: NO_CONTENT,
  },
  {
    operation: 'PutFunctionConcurrency',
    method: 'PUT',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
  },
  {
    operation: 'GetFunctionConcurrency',
    method: 'GET',
    path: '/2019-09-30/functions/{FunctionName}/concurrency',
  },
  {
    operation: 'DeleteFunctionConcurrency',
    method: 'DELETE',
    path: '/2017-10-31/functions/{FunctionName}/concurrency',
    answer: NO_CONTENT,
  },
  { operation: 'PutFunctionEventInvokeConfig', method: 'PUT', path: EVENT_INVOKE_CONFIG, query: QUALIFIER },
  {
    operation: 'UpdateFunctionEventInvokeConfig',
    method: 'POST',
    path: EVENT_INVOKE_CONFIG,
    query: QUALIFIER,
  },
  { operation: 'GetFunctionEventInvokeConfig', method: 'GET', path: EVENT_INVOKE_CONFIG, query: QUALIFIER },
  {
    operation: 'DeleteFunctionEventInvokeConfig',
    method: 'DELETE',
    path: EVENT_INVOKE_CONFIG,
    query: QUALIFIER,
    answer: NO_CONTENT,
  },
  {
    operation: 'ListFunctionEventInvokeConfigs',
    method: 'GET',
    path: `${EVENT_INVOKE_CONFIG}/list`,
    query: PAGE,
  },
];

const mappingRoutes: readonly Route[] = [
  {
    operation: 'ListEventSourceMappings',
    method: 'GET',
    path: MAPPINGS,
    query: { ...PAGE, EventSourceArn: 'text', FunctionName: 'text' },
  },
  { operation: 'CreateEventSourceMapping', method: 'POST', path: MAPPINGS, answer: ACCEPTED },
  { operation: 'GetEventSourceMapping', method: 'GET', path: MAPPING },
  { operation: 'UpdateEventSourceMapping', method: 'PUT', path: MAPPING, answer: ACCEPTED },
  { operation: 'DeleteEventSourceMapping', method: 'DELETE', path: MAPPING, answer: ACCEPTED },
];

/** Lambda's operations. Source: Lambda API reference, "Actions". */
export const lambdaRoutes: readonly Route[] = [
  ...functionRoutes,
  ...mappingRoutes,
  {
    operation: 'Invoke',
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/invocations',
    query: { Qualifier: 'text' },
    headers: {
      ClientContext: 'x-amz-client-context',
      InvocationType: 'x-amz-invocation-type',
      LogType: 'x-amz-log-type',
    },
    payload: 'Payload',
    answer: {
      status: 'StatusCode',
      headers: {
        FunctionError: 'x-amz-function-error',
        LogResult: 'x-amz-log-result',
        ExecutedVersion: 'x-amz-executed-version',
      },
      payload: 'Payload',
    },
  },
];

import { arn } from '../../kernel/account.ts';
import { byName, everything, type Input, need, type ServiceActions } from './need.ts';

/** A function by name, partial ARN or ARN, with a qualifier in it, beside it or none. */
const lambdaFunction = ({ FunctionName, Qualifier }: Input): string => {
  const [name, qualifier = Qualifier] = String(FunctionName)
    .replace(/^.*function:/, '')
    .split(':');
  return arn('lambda', qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`);
};

const mapping = ({ UUID }: Input): string => arn('lambda', `event-source-mapping:${UUID}`);

const resource = ({ Resource }: Input): string => String(Resource);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambda: ServiceActions = {
  Invoke: need('lambda:InvokeFunction', lambdaFunction),
  ...byName(
    'lambda',
    [
      'AddPermission',
      'CreateFunction',
      'DeleteFunction',
      'DeleteFunctionConcurrency',
      'DeleteFunctionEventInvokeConfig',
      'GetFunction',
      'GetFunctionConcurrency',
      'GetFunctionConfiguration',
      'GetFunctionEventInvokeConfig',
      'GetPolicy',
      'ListFunctionEventInvokeConfigs',
      'ListVersionsByFunction',
      'PutFunctionConcurrency',
      'PutFunctionEventInvokeConfig',
      'RemovePermission',
      'UpdateFunctionCode',
      'UpdateFunctionConfiguration',
      'UpdateFunctionEventInvokeConfig',
    ],
    lambdaFunction,
  ),
  ...byName(
    'lambda',
    ['DeleteEventSourceMapping', 'GetEventSourceMapping', 'UpdateEventSourceMapping'],
    mapping,
  ),
  ...byName('lambda', ['ListTags'], resource),
  ...byName(
    'lambda',
    ['CreateEventSourceMapping', 'GetAccountSettings', 'ListEventSourceMappings', 'ListFunctions'],
    everything,
  ),
};

import { functionArn } from './function-arn.ts';
import type { Integration } from './integration.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
import { itemOperations, putEvents, sendMessage, serviceCall } from './service-call.ts';

/** Resources of service integrations; partition and region as the template has them. */
const SERVICE = /^arn:[^:]+:states:[^:]*:[^:]*:([a-z]+:(\w+)(\.waitForTaskToken)?)$/;

const FUNCTION = /^arn:[^:]+:lambda:[^:]*:\d{12}:function:/;

/** What each service integration makes of its resource, `invoke.waitForTaskToken`. */
const INTEGRATIONS: Readonly<Record<string, (resource: string, waitsForToken: boolean) => Integration>> = {
  'lambda:invoke': lambdaInvoke,
  'lambda:invoke.waitForTaskToken': lambdaInvoke,
  'sqs:sendMessage': (...how) => serviceCall(sendMessage, ...how),
  'sqs:sendMessage.waitForTaskToken': (...how) => serviceCall(sendMessage, ...how),
  'events:putEvents': (...how) => serviceCall(putEvents, ...how),
  'events:putEvents.waitForTaskToken': (...how) => serviceCall(putEvents, ...how),
  'dynamodb:getItem': (...how) => serviceCall(itemOperations.getItem, ...how),
  'dynamodb:putItem': (...how) => serviceCall(itemOperations.putItem, ...how),
  'dynamodb:updateItem': (...how) => serviceCall(itemOperations.updateItem, ...how),
  'dynamodb:deleteItem': (...how) => serviceCall(itemOperations.deleteItem, ...how),
};

/** The integration that a Task's `Resource` names; undefined for one the lab does not have. */
export const integrationOf = (resource: string): Integration | undefined => {
  if (FUNCTION.test(resource)) return functionArn(resource);
  const [, name = '', action = '', pattern = ''] = SERVICE.exec(resource) ?? [];
  return INTEGRATIONS[name]?.(`${action}${pattern}`, pattern !== '');
};

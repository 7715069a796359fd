import { arn } from '../../../lab/kernel/account.ts';
import type { Engines } from '../../../lab/template/engines.ts';
import type { Properties } from '../../../lab/template/properties.ts';

const tableOf = ({ TableName, StreamSpecification }: Properties) => {
  const tableArn = arn('dynamodb', `table/${TableName}`);
  return { tableArn, streamArn: StreamSpecification ? `${tableArn}/stream/1` : undefined };
};

/** Engines that only note what they are asked to do, and answer with ARNs made of the names. */
export const recordingEngines = () => {
  const calls: (readonly [operation: string, ...input: unknown[]])[] = [];
  const note = <T>(operation: string, input: readonly unknown[], answer: T): T => {
    calls.push([operation, ...input]);
    return answer;
  };
  const named =
    (operation: string, service: string, prefix: string, property: string) => (properties: Properties) =>
      note(operation, [properties], { arn: arn(service, `${prefix}${properties[property]}`) });
  const noted =
    (operation: string) =>
    (...input: unknown[]) =>
      note(operation, input, undefined);
  const id = (operation: string, value: string) => (properties: Properties) =>
    note(operation, [properties], { id: value, endpoint: `https://${value}.example` });

  const engines: Engines = {
    cloudwatch: {
      createAlarm: named('createAlarm', 'cloudwatch', 'alarm:', 'AlarmName'),
      updateAlarm: noted('updateAlarm'),
      deleteAlarm: noted('deleteAlarm'),
      createDashboard: noted('createDashboard'),
      updateDashboard: noted('updateDashboard'),
      deleteDashboard: noted('deleteDashboard'),
    },
    dynamodb: {
      createTable: async (properties) => note('createTable', [properties], tableOf(properties)),
      updateTable: (ref, properties) => note('updateTable', [ref, properties], tableOf(properties)),
      deleteTable: noted('deleteTable'),
    },
    eventbridge: {
      createBus: named('createBus', 'events', 'event-bus/', 'Name'),
      updateBus: noted('updateBus'),
      deleteBus: noted('deleteBus'),
      createRule: named('createRule', 'events', 'rule/', 'Name'),
      updateRule: noted('updateRule'),
      deleteRule: noted('deleteRule'),
    },
    httpApi: {
      createApi: id('createApi', 'api1'),
      updateApi: noted('updateApi'),
      deleteApi: noted('deleteApi'),
      createIntegration: id('createIntegration', 'int1'),
      updateIntegration: noted('updateIntegration'),
      deleteIntegration: noted('deleteIntegration'),
      createRoute: id('createRoute', 'route1'),
      updateRoute: noted('updateRoute'),
      deleteRoute: noted('deleteRoute'),
      createStage: noted('createStage'),
      updateStage: noted('updateStage'),
      deleteStage: noted('deleteStage'),
    },
    iam: {
      createRole: (properties) => ({
        ...named('createRole', 'iam', 'role/', 'RoleName')(properties),
        id: 'AROA1',
      }),
      updateRole: noted('updateRole'),
      deleteRole: noted('deleteRole'),
    },
    lambda: {
      createFunction: async (properties, code) =>
        note('createFunction', [properties, code], {
          arn: arn('lambda', `function:${properties.FunctionName}`),
        }),
      updateFunction: noted('updateFunction'),
      deleteFunction: noted('deleteFunction'),
      addPermission: noted('addPermission'),
      deletePermission: noted('deletePermission'),
      createEventInvokeConfig: noted('createEventInvokeConfig'),
      updateEventInvokeConfig: noted('updateEventInvokeConfig'),
      deleteEventInvokeConfig: noted('deleteEventInvokeConfig'),
      createEventSourceMapping: id('createEventSourceMapping', 'uuid1'),
      updateEventSourceMapping: noted('updateEventSourceMapping'),
      deleteEventSourceMapping: noted('deleteEventSourceMapping'),
    },
    logs: {
      createLogGroup: named('createLogGroup', 'logs', 'log-group:', 'LogGroupName'),
      updateLogGroup: noted('updateLogGroup'),
      deleteLogGroup: noted('deleteLogGroup'),
      createQueryDefinition: noted('createQueryDefinition'),
      updateQueryDefinition: noted('updateQueryDefinition'),
      deleteQueryDefinition: noted('deleteQueryDefinition'),
    },
    s3: {
      createBucket: noted('createBucket'),
      updateBucket: noted('updateBucket'),
      deleteBucket: noted('deleteBucket'),
    },
    sns: {
      createTopic: named('createTopic', 'sns', '', 'TopicName'),
      updateTopic: noted('updateTopic'),
      deleteTopic: noted('deleteTopic'),
      setPolicy: noted('setPolicy'),
    },
    sqs: {
      createQueue: (properties) => ({
        ...named('createQueue', 'sqs', '', 'QueueName')(properties),
        url: `https://sqs.example/${properties.QueueName}`,
      }),
      updateQueue: noted('updateQueue'),
      deleteQueue: noted('deleteQueue'),
      setPolicy: noted('setPolicy'),
    },
    stepfunctions: {
      createStateMachine: (properties) => ({
        ...named('createStateMachine', 'states', 'stateMachine:', 'StateMachineName')(properties),
        name: String(properties.StateMachineName),
      }),
      updateStateMachine: noted('updateStateMachine'),
      deleteStateMachine: noted('deleteStateMachine'),
    },
  };
  const inputs = (operation: string): unknown[][] =>
    calls.filter(([called]) => called === operation).map(([, ...input]) => input);
  return { engines, calls, inputs };
};

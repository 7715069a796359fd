import { arn } from '../../../lab/kernel/account.ts';
import type { Engines } from '../../../lab/template/engines.ts';
import type { Properties } from '../../../lab/template/properties.ts';

/** Engines that only note what they are asked to create, and answer with ARNs made of the names. */
export const recordingEngines = () => {
  const calls: (readonly [operation: string, ...input: unknown[]])[] = [];
  const note = <T>(operation: string, input: readonly unknown[], answer: T): T => {
    calls.push([operation, ...input]);
    return answer;
  };
  const named =
    (operation: string, service: string, prefix: string, property: string) => (properties: Properties) =>
      note(operation, [properties], { arn: arn(service, `${prefix}${properties[property]}`) });
  const id = (operation: string, value: string) => (properties: Properties) =>
    note(operation, [properties], { id: value, endpoint: `https://${value}.example` });

  const engines: Engines = {
    cloudwatch: {
      createAlarm: named('createAlarm', 'cloudwatch', 'alarm:', 'AlarmName'),
      createDashboard: (properties) => note('createDashboard', [properties], undefined),
    },
    dynamodb: {
      createTable: async (properties) => {
        const tableArn = arn('dynamodb', `table/${properties.TableName}`);
        const streamArn = properties.StreamSpecification && `${tableArn}/stream/1`;
        return note('createTable', [properties], { tableArn, streamArn: streamArn as string | undefined });
      },
    },
    eventbridge: {
      createBus: named('createBus', 'events', 'event-bus/', 'Name'),
      createRule: named('createRule', 'events', 'rule/', 'Name'),
    },
    httpApi: {
      createApi: id('createApi', 'api1'),
      createIntegration: id('createIntegration', 'int1'),
      createRoute: id('createRoute', 'route1'),
      createStage: id('createStage', 'unused'),
    },
    iam: {
      createRole: (properties) => ({
        ...named('createRole', 'iam', 'role/', 'RoleName')(properties),
        id: 'AROA1',
      }),
    },
    lambda: {
      createFunction: async (properties, code) =>
        note('createFunction', [properties, code], {
          arn: arn('lambda', `function:${properties.FunctionName}`),
        }),
      addPermission: async (properties) => note('addPermission', [properties], undefined),
      createEventInvokeConfig: async (properties) => note('createEventInvokeConfig', [properties], undefined),
      createEventSourceMapping: id('createEventSourceMapping', 'uuid1'),
    },
    logs: {
      createLogGroup: named('createLogGroup', 'logs', 'log-group:', 'LogGroupName'),
      createQueryDefinition: (properties) => note('createQueryDefinition', [properties], undefined),
    },
    sns: {
      createTopic: named('createTopic', 'sns', '', 'TopicName'),
      setPolicy: (topics, document) => note('setPolicy', [topics, document], undefined),
    },
    sqs: {
      createQueue: (properties) => ({
        ...named('createQueue', 'sqs', '', 'QueueName')(properties),
        url: `https://sqs.example/${properties.QueueName}`,
      }),
      setPolicy: async (urls, document) => note('setPolicy', [urls, document], undefined),
    },
    stepfunctions: {
      createStateMachine: (properties) => ({
        ...named('createStateMachine', 'states', 'stateMachine:', 'StateMachineName')(properties),
        name: String(properties.StateMachineName),
      }),
    },
  };
  const inputs = (operation: string): unknown[][] =>
    calls.filter(([called]) => called === operation).map(([, ...input]) => input);
  return { engines, calls, inputs };
};

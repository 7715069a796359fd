import { epochSeconds } from '../history.ts';
import type { Store } from '../store.ts';
import { only } from './only.ts';

export const describeStateMachine = (store: Store) => (input: { readonly stateMachineArn: string }) => {
  only('DescribeStateMachine', input, 'stateMachineArn');
  const { arn, name, definition, roleArn, createdAt, properties } = store.machine(input.stateMachineArn);
  const { LoggingConfiguration, TracingConfiguration } = properties;
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    definition,
    roleArn,
    type: 'STANDARD',
    creationDate: epochSeconds(createdAt),
    loggingConfiguration: camelCased(LoggingConfiguration ?? { Level: 'OFF', IncludeExecutionData: false }),
    tracingConfiguration: camelCased(TracingConfiguration ?? { Enabled: false }),
  };
};

/** CloudFormation begins members with a capital, the API does not. */
const camelCased = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camelCased);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([key, member]) => [
    `${key.charAt(0).toLowerCase()}${key.slice(1)}`,
    camelCased(member),
  ]);
  return Object.fromEntries(members);
};

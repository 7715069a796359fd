import type { Random } from '../kernel/random.ts';
import type { MachineSettings } from './machine.ts';

/** Properties of `AWS::StepFunctions::StateMachine` (CloudFormation template reference), resolved. */
export interface StateMachineProperties {
  readonly StateMachineName?: string;
  readonly DefinitionString?: string;
  readonly Definition?: object;
  readonly DefinitionSubstitutions?: Readonly<Record<string, string | number | boolean>>;
  readonly RoleArn: string;
  readonly StateMachineType?: string;
  readonly LoggingConfiguration?: object;
  readonly TracingConfiguration?: object;
  readonly EncryptionConfiguration?: object;
  readonly Tags?: readonly unknown[];
}

const TYPE = 'AWS::StepFunctions::StateMachine';

const SUPPORTED = [
  'StateMachineName',
  'DefinitionString',
  'Definition',
  'DefinitionSubstitutions',
  'RoleArn',
  'StateMachineType',
];

/** Accepted, described by DescribeStateMachine where it has them, and without effect in the lab. */
const INERT = ['LoggingConfiguration', 'TracingConfiguration', 'EncryptionConfiguration', 'Tags'];

/** @throws Error naming a property that the lab does not support. */
export const readProperties = (properties: StateMachineProperties, random: Random): MachineSettings => {
  const unknown = Object.keys(properties).find((name) => ![...SUPPORTED, ...INERT].includes(name));
  if (unknown !== undefined) throw new Error(`${TYPE}.${unknown} is not supported by the lab`);
  const { StateMachineName, StateMachineType = 'STANDARD', RoleArn } = properties;
  if (StateMachineType !== 'STANDARD' && StateMachineType !== 'EXPRESS') {
    throw new Error(`${TYPE}.StateMachineType ${StateMachineType} is not supported by the lab`);
  }
  return {
    name: StateMachineName ?? `StateMachine-${random.uuid()}`,
    type: StateMachineType,
    roleArn: RoleArn,
    definition: definitionOf(properties),
    loggingConfiguration: camelCased(properties.LoggingConfiguration),
    tracingConfiguration: camelCased(properties.TracingConfiguration),
    encryptionConfiguration: camelCased(properties.EncryptionConfiguration),
  };
};

const definitionOf = (properties: StateMachineProperties): string => {
  const { DefinitionString, Definition, DefinitionSubstitutions = {} } = properties;
  if ((DefinitionString === undefined) === (Definition === undefined)) {
    throw new Error(`${TYPE} needs either DefinitionString or Definition`);
  }
  const text = DefinitionString ?? JSON.stringify(Definition);
  return Object.entries(DefinitionSubstitutions).reduce(
    (definition, [key, value]) => definition.replaceAll(`\${${key}}`, () => String(value)),
    text,
  );
};

/** CloudFormation begins members with a capital, the API does not. */
const camelCased = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(camelCased) as T;
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([key, member]) => [
    `${key.charAt(0).toLowerCase()}${key.slice(1)}`,
    camelCased(member),
  ]);
  return Object.fromEntries(members) as T;
};

import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Random } from '../kernel/random.ts';
import { parseDefinition } from './definition/parse.ts';
import type { Workflow } from './workflow.ts';

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

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** The definition's text, substitutions made. */
  readonly definition: string;
  readonly workflow: Workflow;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly properties: StateMachineProperties;
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

const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * Makes a state machine of its CloudFormation properties.
 * @throws AwsError InvalidDefinition, InvalidName.
 * @throws Error naming a property, or a part of the definition, that the lab does not support.
 */
export const createMachine = (
  properties: StateMachineProperties,
  random: Random,
  createdAt: number,
): Machine => {
  const unknown = Object.keys(properties).find((name) => ![...SUPPORTED, ...INERT].includes(name));
  if (unknown !== undefined) throw new Error(`${TYPE}.${unknown} is not supported by the lab`);
  const { StateMachineName, StateMachineType = 'STANDARD', RoleArn } = properties;
  if (StateMachineType !== 'STANDARD') {
    throw new Error(`${TYPE}.StateMachineType ${StateMachineType} is not supported by the lab yet`);
  }
  const name = StateMachineName ?? `StateMachine-${random.uuid()}`;
  if (!NAME.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  const definition = definitionOf(properties);
  const workflow = parseDefinition(definition);
  const machineArn = arn('states', `stateMachine:${name}`);
  return { arn: machineArn, name, roleArn: RoleArn, definition, workflow, createdAt, properties };
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

import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { parseDefinition } from './definition/parse.ts';
import type { Workflow } from './workflow.ts';

export type MachineType = 'STANDARD' | 'EXPRESS';

/** What an update may change. The configurations are in the shapes of the API. */
export interface Revision {
  readonly roleArn: string;
  /** The definition's text. */
  readonly definition: string;
  readonly loggingConfiguration?: object | undefined;
  readonly tracingConfiguration?: object | undefined;
  readonly encryptionConfiguration?: object | undefined;
}

/** What a state machine is made of, as CreateStateMachine takes it. */
export interface MachineSettings extends Revision {
  readonly name: string;
  readonly type: MachineType;
}

/** A state machine as it is between two updates. Executions keep the one they were started from. */
export interface Machine extends MachineSettings {
  readonly arn: string;
  readonly workflow: Workflow;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms, as `createdAt` until the first update. */
  readonly updatedAt: number;
  /** Of the last update; undefined before the first. */
  readonly revisionId: string | undefined;
}

const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * @throws AwsError InvalidDefinition, InvalidName.
 * @throws Error naming a part of the definition that the lab does not support.
 */
export const createMachine = (settings: MachineSettings, createdAt: number): Machine => {
  const { name, definition, type } = settings;
  if (!NAME.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  const machineArn = arn('states', `stateMachine:${name}`);
  const workflow = parseDefinition(definition, type);
  return { ...settings, arn: machineArn, workflow, createdAt, updatedAt: createdAt, revisionId: undefined };
};

/**
 * The same machine, otherwise.
 * @throws AwsError InvalidDefinition.
 * @throws Error naming a part of the definition that the lab does not support.
 */
export const revise = (
  machine: Machine,
  revision: Revision,
  { revisionId, updatedAt }: { readonly revisionId: string; readonly updatedAt: number },
): Machine => {
  const workflow = parseDefinition(revision.definition, machine.type);
  return { ...machine, ...revision, workflow, revisionId, updatedAt };
};

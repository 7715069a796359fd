import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { readEventInvokeConfig } from './event-invoke-config.ts';
import {
  type FunctionCode,
  type LambdaFunction,
  type Registry,
  readFunction,
  reconfigure,
} from './functions.ts';
import type { Mappings } from './mappings/mappings.ts';
import { readPermission } from './permissions.ts';
import type { Properties } from './properties.ts';
import type { RoleChecks } from './role-checks.ts';

/**
 * What is made, changed and taken away of Lambda, in the properties of CloudFormation. Throws `AwsError`:
 * ResourceNotFoundException for what is not there, ResourceConflictException for what is there already,
 * InvalidParameterValueException for a role that may not do what is asked of it.
 */
export interface Resources {
  /** Takes an AWS::Lambda::Function and its code. */
  createFunction(properties: Properties, code: FunctionCode): { readonly name: string; readonly arn: string };
  /** What is attached to the function stays as it is, and invocations under way finish on the old code. */
  updateFunction(name: string, properties: Properties, code: FunctionCode): void;
  /** Its mappings stay, and find nobody to give records to. */
  deleteFunction(name: string): void;
  /** Takes an AWS::Lambda::Permission and the id of its statement. */
  addPermission(properties: Properties, statementId: string): void;
  deletePermission(statementId: string): void;
  /** Takes an AWS::Lambda::EventInvokeConfig, which replaces the one the function has. */
  putEventInvokeConfig(properties: Properties): void;
  /** The same, and what it is to be called by from then on. */
  createEventInvokeConfig(properties: Properties, id: string): void;
  updateEventInvokeConfig(id: string, properties: Properties): void;
  deleteEventInvokeConfig(id: string): void;
  /** Takes an AWS::Lambda::EventSourceMapping and starts reading. */
  createEventSourceMapping(properties: Properties): { readonly id: string };
  updateEventSourceMapping(id: string, properties: Properties): void;
  deleteEventSourceMapping(id: string): void;
}

export const notFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message, { status: 404, members: { Type: 'User' } });

const conflict = (message: string): AwsError =>
  new AwsError('ResourceConflictException', message, { status: 409, members: { Type: 'User' } });

export const createResources = (ports: {
  readonly kernel: Kernel;
  readonly registry: Registry;
  readonly mappings: Mappings;
  readonly checks: RoleChecks;
}): Resources => {
  const { kernel, registry, mappings, checks } = ports;
  const random = kernel.random.fork('lambda revisions');
  /** The function of an EventInvokeConfig, by the config's id. */
  const configured = new Map<string, LambdaFunction>();

  const read = (properties: Properties, code: FunctionCode): LambdaFunction => {
    const fn = readFunction(properties, code, {
      lastModified: kernel.clock.now(),
      revisionId: random.uuid(),
    });
    checks.assertRuns(fn);
    return fn;
  };

  const putConfig = (properties: Properties): LambdaFunction => {
    const { functionName, config } = readEventInvokeConfig(properties, kernel.clock.now());
    const fn = registry.get(functionName);
    checks.assertSends(fn, [config.onFailure, config.onSuccess]);
    fn.eventInvokeConfig = config;
    return fn;
  };

  const withConfig = (id: string): LambdaFunction => {
    const fn = configured.get(id);
    if (fn !== undefined) return fn;
    throw notFound(`The function event invoke config ${id} does not exist.`);
  };

  return {
    createFunction: (properties, code) => {
      const fn = read(properties, code);
      if (registry.find(fn.name) !== undefined) throw conflict(`Function already exist: ${fn.name}`);
      registry.add(fn);
      return { name: fn.name, arn: fn.arn };
    },
    updateFunction: (name, properties, code) => reconfigure(registry.get(name), read(properties, code)),
    deleteFunction: (name) => registry.remove(registry.get(name)),
    addPermission: (properties, statementId) => {
      const { functionName, permission } = readPermission(properties, statementId);
      const fn = registry.get(functionName);
      if (fn.permissions.some(({ sid }) => sid === statementId)) {
        throw conflict(
          `The statement id (${statementId}) provided already exists. ` +
            'Please provide a new statement id, or remove the existing statement.',
        );
      }
      fn.permissions = [...fn.permissions, permission];
    },
    deletePermission: (statementId) => {
      const isIt = ({ sid }: { readonly sid: string }): boolean => sid === statementId;
      const fn = [...registry.all()].find(({ permissions }) => permissions.some(isIt));
      if (fn === undefined) throw notFound(`Statement ${statementId} is not found in resource policy.`);
      fn.permissions = fn.permissions.filter((permission) => !isIt(permission));
    },
    putEventInvokeConfig: (properties) => void putConfig(properties),
    createEventInvokeConfig: (properties, id) => void configured.set(id, putConfig(properties)),
    updateEventInvokeConfig: (id, properties) => {
      withConfig(id);
      configured.set(id, putConfig(properties));
    },
    deleteEventInvokeConfig: (id) => {
      withConfig(id).eventInvokeConfig = undefined;
      configured.delete(id);
    },
    createEventSourceMapping: (properties) => ({ id: mappings.create(properties).id }),
    updateEventSourceMapping: (id, properties) => void mappings.update(id, properties),
    deleteEventSourceMapping: (id) => void mappings.delete(id),
  };
};

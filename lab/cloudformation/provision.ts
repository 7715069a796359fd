import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import { resolvedProperties, type Step } from '../template/deploy.ts';
import type { Properties } from '../template/properties.ts';
import type { Context, Registry } from '../template/resource-type.ts';
import { stackScope } from '../template/scope.ts';
import { changedNames } from './changes.ts';
import { isNotThere, reasonOf, ValidationFailure } from './failure.ts';
import { loadSchemas } from './schema.ts';
import type { Stack, StackResource } from './stack.ts';
import type { Tell } from './tell.ts';

export interface ProvisionPorts {
  readonly kernel: Kernel;
  readonly registry: Registry;
  readonly tell: Tell;
}

/** What was done to a resource, so that it can be undone. */
export type Done =
  | { readonly kind: 'created'; readonly resource: StackResource }
  | { readonly kind: 'updated'; readonly before: StackResource }
  | { readonly kind: 'replaced'; readonly before: StackResource; readonly resource: StackResource };

type Verb = 'CREATE' | 'UPDATE' | 'DELETE';

/** A resource could not be made or changed; its event has been told. */
export interface Failure {
  readonly verb: 'create' | 'update';
  readonly logicalId: string;
  /** What it was: a change in place that failed may have been made in part. */
  readonly before?: StackResource;
}

/** Makes, changes and deletes single resources of stacks, and tells of it. */
export const createProvision = ({ kernel, registry, tell }: ProvisionPorts) => {
  const random = kernel.random.fork('cloudformation handlers');
  /** Passes a resource on to its service; whoever else has something to do comes in between. */
  const handle = async <T>(
    verb: Verb,
    stack: Stack,
    logicalId: string,
    action: () => Promise<T>,
  ): Promise<T> => {
    await kernel.clock.sleep(0);
    const { error } = await kernel.pass(
      {
        kind: 'call',
        source: 'service:cloudformation',
        target: `${verb}:${stack.name}/${logicalId}`,
        payload: {},
      },
      latencies.otherCall,
    );
    if (error === undefined) return action();
    if (error.when === 'after') await action();
    throw new AwsError(error.name, error.message, { status: error.status ?? 500 });
  };

  const refuse = (logicalId: string, type: string, properties: Properties): void => {
    const problems = loadSchemas().problems(type, properties);
    if (problems.length === 0) return;
    throw new ValidationFailure(
      `Properties validation failed for resource ${logicalId} with message:\n${problems.join('\n')}`,
    );
  };

  const contextOf = (
    stack: Stack,
    logicalId: string,
    properties: Properties,
    artifact: Context['artifact'],
    generation: number,
  ): Context => ({
    ...{ logicalId, properties, artifact },
    stackName: stack.name,
    random: stack.chance.fork(generation === 0 ? logicalId : `${logicalId} ${generation}`),
  });

  const create = async (
    stack: Stack,
    { logicalId, resource: definition, resourceType }: Step,
    properties: Properties,
    artifact: Context['artifact'],
    generation: number,
  ): Promise<StackResource> => {
    const context = contextOf(stack, logicalId, properties, artifact, generation);
    const { ref, attributes } = await resourceType.create(context);
    return { logicalId, definition, artifact, generation, properties, ref, attributes };
  };

  /** Runs an action and tells how it ended; answers nothing when it failed. */
  const telling = async <T>(
    stack: Stack,
    { logicalId, resource: { Type: type } }: Step,
    { verb, physicalId, reason }: { verb: Verb; physicalId?: string; reason?: string },
    action: () => Promise<readonly [result: T, physicalId: string]>,
  ): Promise<T | undefined> => {
    const subject = { logicalId, type, physicalId };
    tell.resource(stack, subject, `${verb}_IN_PROGRESS`, reason);
    try {
      const [result, id] = await handle(verb, stack, logicalId, action);
      tell.resource(stack, { ...subject, physicalId: id }, `${verb}_COMPLETE`);
      return result;
    } catch (error) {
      tell.resource(stack, subject, `${verb}_FAILED`, reasonOf(error, random));
      return undefined;
    }
  };

  const put = (stack: Stack, resource: StackResource): void =>
    void stack.resources.set(resource.logicalId, resource);

  const make = async (stack: Stack, step: Step, artifact: Context['artifact']): Promise<Done | Failure> => {
    const { logicalId, resource: definition } = step;
    const made = await telling(stack, step, { verb: 'CREATE' }, async () => {
      const properties = resolvedProperties(step, stackScope(stack, stack.resources));
      refuse(logicalId, definition.Type, properties);
      const resource = await create(stack, step, properties, artifact, 0);
      return [resource, resource.ref];
    });
    if (made === undefined) return { verb: 'create', logicalId };
    put(stack, made);
    return { kind: 'created', resource: made };
  };

  const change = async (
    stack: Stack,
    step: Step,
    artifact: Context['artifact'],
    before: StackResource,
  ): Promise<Done | Failure | undefined> => {
    const { logicalId, resource: definition, resourceType } = step;
    const { Type: type } = definition;
    const failure: Failure = { verb: 'update', logicalId };
    let properties: Properties;
    try {
      properties = resolvedProperties(step, stackScope(stack, stack.resources));
    } catch (error) {
      const subject = { logicalId, type, physicalId: before.ref };
      tell.resource(stack, subject, 'UPDATE_FAILED', reasonOf(error, random));
      return failure;
    }
    const changed = changedNames(before.properties, properties);
    if (changed.length === 0) {
      put(stack, { ...before, definition });
      return undefined;
    }
    const schemas = loadSchemas();
    const isReplaced = schemas.isReplacedBy(type, changed);
    const reason = isReplaced
      ? 'Requested update requires the creation of a new physical resource; hence creating one.'
      : undefined;
    const progress = { verb: 'UPDATE', physicalId: before.ref, ...(reason && { reason }) } as const;
    const after = await telling(stack, step, progress, async () => {
      refuse(logicalId, type, properties);
      if (isReplaced) {
        const name = schemas.customName(type, properties);
        if (name !== undefined && name === schemas.customName(type, before.properties)) {
          throw new ValidationFailure(
            `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
          );
        }
        const resource = await create(stack, step, properties, artifact, before.generation + 1);
        return [resource, resource.ref];
      }
      const context = contextOf(stack, logicalId, properties, artifact, before.generation);
      const { ref, attributes } = await resourceType.update(context, before);
      return [{ ...before, definition, artifact, properties, ref, attributes }, ref];
    });
    if (after === undefined) return isReplaced ? failure : { ...failure, before };
    put(stack, after);
    return isReplaced ? { kind: 'replaced', before, resource: after } : { kind: 'updated', before };
  };

  return {
    /** Brings a resource to what the template says; `undefined` when there is nothing to do. */
    apply: (stack: Stack, step: Step, artifact: Context['artifact']): Promise<Done | Failure | undefined> => {
      const before = stack.resources.get(step.logicalId);
      return before === undefined ? make(stack, step, artifact) : change(stack, step, artifact, before);
    },

    /** Gives a changed resource its former properties again; answers whether that worked. */
    putBack: async (stack: Stack, before: StackResource): Promise<boolean> => {
      const { logicalId, definition, properties, artifact, generation, ref } = before;
      const resourceType = registry[definition.Type];
      const step = { logicalId, resource: definition, resourceType } as Step;
      const now = stack.resources.get(logicalId) ?? before;
      const back = await telling(stack, step, { verb: 'UPDATE', physicalId: ref }, async () => {
        const context = contextOf(stack, logicalId, properties, artifact, generation);
        const { attributes } = await step.resourceType.update(context, now);
        return [{ ...before, attributes }, ref];
      });
      if (back !== undefined) put(stack, back);
      return back !== undefined;
    },

    /** Deletes a resource, unless it is retained; one that is gone already counts as deleted. */
    remove: async (stack: Stack, resource: StackResource, isRetained: boolean): Promise<boolean> => {
      const { logicalId, definition, ref } = resource;
      const subject = { logicalId, type: definition.Type, physicalId: ref };
      if (isRetained) {
        tell.resource(stack, subject, 'DELETE_SKIPPED');
        return true;
      }
      tell.resource(stack, subject, 'DELETE_IN_PROGRESS');
      try {
        await handle('DELETE', stack, logicalId, async () => registry[definition.Type]?.delete(resource));
      } catch (error) {
        if (!isNotThere(error)) {
          tell.resource(stack, subject, 'DELETE_FAILED', reasonOf(error, random));
          return false;
        }
      }
      tell.resource(stack, subject, 'DELETE_COMPLETE');
      return true;
    },
  };
};

export type Provision = ReturnType<typeof createProvision>;

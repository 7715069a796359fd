import { arn } from '../kernel/account.ts';
import type { Random } from '../kernel/random.ts';
import { resolve, type Scope } from './intrinsics.ts';
import type { Package } from './load.ts';
import { creationOrder } from './order.ts';
import type { Properties } from './properties.ts';
import type { Context, Created, Existing, Registry, ResourceType } from './resource-type.ts';
import { stackScope } from './scope.ts';
import type { Template, TemplateResource } from './template.ts';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly attributes: Created['attributes'];
  /** With every reference resolved. */
  readonly properties: Properties;
}

export interface Stack {
  readonly name: string;
  /** The stack's ARN. */
  readonly id: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** In the order of their creation. */
  readonly resources: readonly StackResource[];
}

/** A resource of a template, and the type that makes it. */
export interface Step {
  readonly logicalId: string;
  readonly resource: TemplateResource;
  readonly resourceType: ResourceType;
}

/** What to create, in order. Throws, naming all of them, when there are resources of unsupported types. */
export const stepsOf = (template: Template, registry: Registry): readonly Step[] => {
  const steps: Step[] = [];
  const unsupported: string[] = [];
  for (const [logicalId, resource] of creationOrder(template)) {
    const { Type: type } = resource;
    const resourceType = Object.hasOwn(registry, type) ? registry[type] : undefined;
    if (resourceType === undefined) unsupported.push(`${type} (${logicalId})`);
    else steps.push({ logicalId, resource, resourceType });
  }
  if (unsupported.length > 0) throw new Error(`not supported by the lab: ${unsupported.join(', ')}`);
  return steps;
};

/** The resource's properties with every reference resolved. */
export const resolvedProperties = ({ logicalId, resource }: Step, scope: Scope): Properties =>
  resolve(resource.Properties ?? {}, scope, `/Resources/${logicalId}/Properties`) as Properties;

export const outputsOf = ({ Outputs = {} }: Template, scope: Scope): Stack['outputs'] =>
  Object.fromEntries(
    Object.entries(Outputs).map(([name, { Value }]) => {
      const value = resolve(Value, scope, `/Outputs/${name}/Value`);
      if (typeof value === 'string') return [name, value];
      throw new Error(
        `Template format error: The Value field of every Outputs member must evaluate to a String (${name})`,
      );
    }),
  );

/** Where a stack's ids and the names of its resources are drawn from: the same for the same name. */
export const stackChance = (random: Random, stackName: string): Random => random.fork(`stack ${stackName}`);

export const stackId = (stackName: string, chance: Random): string =>
  arn('cloudformation', `stack/${stackName}/${chance.uuid()}`);

/**
 * Creates the resources of a package, each after those it needs, and names those that name themselves nowhere
 * by `random`. What is wrong with the template as a whole is refused before anything is created; a resource
 * that fails leaves those before it as they are. The short way in: CloudFormation's API checks, tells and rolls back.
 */
export const deploy = async (pkg: Package, registry: Registry, random: Random): Promise<Stack> => {
  const { template, stackName, artifact } = pkg;
  const steps = stepsOf(template, registry);
  const chance = stackChance(random, stackName);
  const id = stackId(stackName, chance);
  const created = new Map<string, Existing>();
  const scope = stackScope({ name: stackName, id }, created);
  const resources: StackResource[] = [];
  for (const step of steps) {
    const { logicalId, resource, resourceType } = step;
    const type = resource.Type;
    await failingAs(`${logicalId} (${type})`, async () => {
      const properties = resolvedProperties(step, scope);
      const context: Context = {
        ...{ logicalId, stackName, artifact, properties },
        random: chance.fork(logicalId),
      };
      const { ref, attributes } = await resourceType.create(context);
      created.set(logicalId, { ref, attributes, properties });
      resources.push({ logicalId, type, physicalId: ref, attributes, properties });
    });
  }
  return { name: stackName, id, outputs: outputsOf(template, scope), resources };
};

const failingAs = async (what: string, action: () => Promise<void>): Promise<void> => {
  try {
    await action();
  } catch (error) {
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
};

/** What is wrong with a resource. Not every property's type is looked at before it is used. */
export const messageOf = (error: unknown): string => {
  if (error instanceof TypeError) return `a property is missing or of a wrong type (${error.message})`;
  return error instanceof Error ? error.message : String(error);
};

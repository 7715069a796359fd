import { arn } from '../kernel/account.ts';
import type { Random } from '../kernel/random.ts';
import { resolve, type Scope } from './intrinsics.ts';
import type { Package } from './load.ts';
import { creationOrder } from './order.ts';
import type { Properties } from './properties.ts';
import type { Created, Registry, ResourceType } from './resource-type.ts';
import { stackScope } from './scope.ts';
import type { Template } from './template.ts';

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly attributes: Created['attributes'];
}

export interface Stack {
  readonly name: string;
  /** The stack's ARN. */
  readonly id: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** In the order of their creation. */
  readonly resources: readonly StackResource[];
}

interface Step {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly resourceType: ResourceType;
}

/** What to create, in order. Throws, naming all of them, when there are resources of unsupported types. */
const stepsOf = (template: Template, registry: Registry): readonly Step[] => {
  const steps: Step[] = [];
  const unsupported: string[] = [];
  for (const [logicalId, { Type: type, Properties: properties = {} }] of creationOrder(template)) {
    const resourceType = Object.hasOwn(registry, type) ? registry[type] : undefined;
    if (resourceType === undefined) unsupported.push(`${type} (${logicalId})`);
    else steps.push({ logicalId, type, properties, resourceType });
  }
  if (unsupported.length > 0) throw new Error(`not supported by the lab: ${unsupported.join(', ')}`);
  return steps;
};

const outputsOf = ({ Outputs = {} }: Template, scope: Scope): Stack['outputs'] =>
  Object.fromEntries(
    Object.entries(Outputs).map(([name, { Value }]) => {
      const value = resolve(Value, scope, `/Outputs/${name}/Value`);
      if (typeof value === 'string') return [name, value];
      throw new Error(
        `Template format error: The Value field of every Outputs member must evaluate to a String (${name})`,
      );
    }),
  );

/**
 * Creates the resources of a package, each after those it needs, and names those that name themselves nowhere
 * by `random`. What is wrong with the template as a whole is refused before anything is created; a resource
 * that fails leaves those before it as they are: there is no rollback.
 */
export const deploy = async (pkg: Package, registry: Registry, random: Random): Promise<Stack> => {
  const { template, stackName, artifact } = pkg;
  const steps = stepsOf(template, registry);
  const chance = random.fork(`stack ${stackName}`);
  const id = arn('cloudformation', `stack/${stackName}/${chance.uuid()}`);
  const created = new Map<string, Created>();
  const scope = stackScope({ name: stackName, id }, created);
  const resources: StackResource[] = [];
  for (const { logicalId, type, properties, resourceType } of steps) {
    const resource = await failingAs(`${logicalId} (${type})`, () =>
      resourceType.create({
        logicalId,
        stackName,
        artifact,
        properties: resolve(properties, scope, `/Resources/${logicalId}/Properties`) as Properties,
        random: chance.fork(logicalId),
      }),
    );
    created.set(logicalId, resource);
    resources.push({ logicalId, type, physicalId: resource.ref, attributes: resource.attributes });
  }
  return { name: stackName, id, outputs: outputsOf(template, scope), resources };
};

const failingAs = async <T>(what: string, action: () => T | Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
};

/** Not every property's type is looked at before it is used. */
const messageOf = (error: unknown): string => {
  if (error instanceof TypeError) return `a property is missing or of a wrong type (${error.message})`;
  return error instanceof Error ? error.message : String(error);
};

import { physicalName } from '../physical-name.ts';
import type { NamedBy } from '../properties.ts';
import type { Context } from '../resource-type.ts';

/**
 * The resource's properties and its name: its own for itself, or the one CloudFormation would give it, filled in.
 * @param property the property that names resources of this type: `QueueName`
 * @param longest characters that a name of this type may have
 */
export const named = <Name extends string>(
  { logicalId, stackName, random, properties }: Context,
  property: Name,
  longest?: number,
): { readonly name: string; readonly properties: NamedBy<Name> } => {
  const given = properties[property];
  const name = given === undefined ? physicalName(stackName, logicalId, random, longest) : String(given);
  return { name, properties: { ...properties, [property]: name } as NamedBy<Name> };
};

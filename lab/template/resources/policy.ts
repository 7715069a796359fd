import { physicalName } from '../physical-name.ts';
import { isRecord, type Properties, refuseUnknown } from '../properties.ts';
import type { Context, ResourceType } from '../resource-type.ts';

/** Sets the policy of resources; without a document, what they had when they were new. */
type SetPolicy = (resources: readonly string[], document: Properties | undefined) => unknown;

/**
 * A resource that is nothing but the policy of others: AWS::SQS::QueuePolicy, AWS::SNS::TopicPolicy.
 * @param list the property that names those others: `Queues`
 * @param members what the list is of, in errors
 */
export const policyResource = (
  type: string,
  list: string,
  members: string,
  setPolicy: SetPolicy,
): ResourceType => {
  const resourcesOf = (properties: Properties): readonly string[] => {
    const resources = properties[list];
    if (Array.isArray(resources)) return resources.map(String);
    throw new Error(`${type}.${list} must be a list of ${members}`);
  };
  const put = async ({ properties }: Context): Promise<readonly string[]> => {
    refuseUnknown(type, properties, [list, 'PolicyDocument']);
    const resources = resourcesOf(properties);
    const { PolicyDocument: document } = properties;
    if (!isRecord(document)) throw new Error(`${type}.PolicyDocument must be an object`);
    await setPolicy(resources, document);
    return resources;
  };
  return {
    create: async (context) => {
      await put(context);
      const id = physicalName(context.stackName, context.logicalId, context.random);
      return { ref: id, attributes: { Id: id } };
    },
    update: async (context, { ref, attributes, properties }) => {
      const resources = await put(context);
      const others = resourcesOf(properties).filter((resource) => !resources.includes(resource));
      await setPolicy(others, undefined);
      return { ref, attributes };
    },
    delete: ({ properties }) => setPolicy(resourcesOf(properties), undefined),
  };
};

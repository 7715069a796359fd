import { referencesIn } from '../template/references.ts';
import type { Registry } from '../template/resource-type.ts';
import type { Template } from '../template/template.ts';
import { loadSchemas } from './schema.ts';

/** Types that AWS does not publish and takes all the same: custom resources. */
const CUSTOM = /^Custom::/;

/**
 * Refuses types that AWS itself does not have, by its published schemas.
 * @throws Error in CloudFormation's words: https://github.com/aws/aws-cli/issues/8032
 */
export const refuseTypes = ({ Resources }: Template, registry: Registry): void => {
  const types = new Set(Object.values(Resources).map(({ Type }) => Type));
  const unrecognized = [...types].filter(
    (type) => !Object.hasOwn(registry, type) && !CUSTOM.test(type) && !loadSchemas().isPublished(type),
  );
  if (unrecognized.length === 0) return;
  throw new Error(`Template format error: Unrecognized resource types: [${unrecognized.join(', ')}]`);
};

/**
 * Refuses attributes that a resource's type does not have, by AWS's published schemas.
 * @throws Error in CloudFormation's words: https://github.com/serverless/serverless/issues/5777
 */
export const refuseAttributes = ({ Resources, Outputs = {} }: Template): void => {
  const references = [
    ...Object.values(Resources).flatMap(({ Properties = {} }) => referencesIn(Properties, '')),
    ...referencesIn(Outputs, ''),
  ];
  for (const { logicalId, attribute } of references) {
    const type = Resources[logicalId]?.Type;
    if (attribute === undefined || type === undefined) continue;
    if (loadSchemas().hasAttribute(type, attribute.name)) continue;
    throw new Error(
      `Template error: resource ${logicalId} does not support attribute type ${attribute.name} in Fn::GetAtt`,
    );
  }
};

import { type Reference, referencesIn } from './references.ts';
import type { Template, TemplateResource } from './template.ts';

const dependencies = (
  logicalId: string,
  { Properties = {}, DependsOn = [] }: TemplateResource,
): readonly Reference[] => [
  ...[DependsOn].flat().map((each) => ({ logicalId: each })),
  ...referencesIn(Properties, `/Resources/${logicalId}/Properties`),
];

/**
 * In the words that CloudFormation has for each, as its callers report them:
 * https://github.com/serverless/serverless/issues/4745 (`Ref`, `DependsOn`),
 * https://github.com/dougmoscrop/serverless-plugin-split-stacks/issues/150 (`Fn::GetAtt`).
 */
const refuseUnresolved = (
  block: string,
  references: readonly Reference[],
  resources: Template['Resources'],
): void => {
  const unresolved = references.filter(({ logicalId }) => !Object.hasOwn(resources, logicalId));
  const nowhere = unresolved.find(({ attribute }) => attribute !== undefined);
  if (nowhere?.attribute !== undefined) {
    const { logicalId, attribute } = nowhere;
    throw new Error(
      attribute.by === 'Fn::Sub'
        ? `Template error: instance of Fn::Sub references invalid resource attribute ${logicalId}.${attribute.name}`
        : `Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`,
    );
  }
  if (unresolved.length === 0) return;
  const logicalIds = new Set(unresolved.map(({ logicalId }) => logicalId));
  throw new Error(
    `Template format error: Unresolved resource dependencies [${[...logicalIds].join(', ')}] in the ${block} block of the template`,
  );
};

/**
 * The resources in the order to create them: as in the template, except that what a resource refers to or
 * depends on comes before it. Throws, in CloudFormation's words, on references to nothing and on circles.
 */
export const creationOrder = ({
  Resources,
  Outputs = {},
}: Template): ReadonlyMap<string, TemplateResource> => {
  const needs = new Map(
    Object.entries(Resources).map(([logicalId, resource]) => [logicalId, dependencies(logicalId, resource)]),
  );
  refuseUnresolved('Resources', [...needs.values()].flat(), Resources);
  refuseUnresolved('Outputs', referencesIn(Outputs, '/Outputs'), Resources);

  const ordered = new Map<string, TemplateResource>();
  const visit = (logicalId: string, dependants: readonly string[]): void => {
    const resource = Resources[logicalId];
    if (resource === undefined || ordered.has(logicalId)) return;
    if (dependants.includes(logicalId)) {
      const circle = dependants.slice(dependants.indexOf(logicalId));
      throw new Error(`Circular dependency between resources: [${circle.join(', ')}]`);
    }
    for (const need of needs.get(logicalId) ?? []) visit(need.logicalId, [...dependants, logicalId]);
    ordered.set(logicalId, resource);
  };
  for (const logicalId of needs.keys()) visit(logicalId, []);
  return ordered;
};

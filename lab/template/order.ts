import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import type { Template, TemplateResource } from './template.ts';

/** Logical ids that `value` refers to, in the order of their first mention. */
const references = (value: unknown, path: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const recorder: Scope = {
    ref: (name) => {
      if (name === 'AWS::NoValue') return NO_VALUE;
      if (!name.startsWith('AWS::')) found.add(name);
      return '';
    },
    attribute: (logicalId) => {
      found.add(logicalId);
      return '';
    },
  };
  resolve(value, recorder, path);
  return found;
};

const dependencies = (
  logicalId: string,
  { Properties, DependsOn = [] }: TemplateResource,
): readonly string[] => [
  ...[DependsOn].flat(),
  ...references(Properties ?? {}, `/Resources/${logicalId}/Properties`),
];

const refuseUnresolved = (
  block: string,
  mentioned: readonly string[],
  resources: Template['Resources'],
): void => {
  const unresolved = [...new Set(mentioned)].filter((logicalId) => !Object.hasOwn(resources, logicalId));
  if (unresolved.length === 0) return;
  throw new Error(
    `Template format error: Unresolved resource dependencies [${unresolved.join(', ')}] in the ${block} block of the template`,
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
  refuseUnresolved('Outputs', [...references(Outputs, '/Outputs')], Resources);

  const ordered = new Map<string, TemplateResource>();
  const visit = (logicalId: string, dependants: readonly string[]): void => {
    const resource = Resources[logicalId];
    if (resource === undefined || ordered.has(logicalId)) return;
    if (dependants.includes(logicalId)) {
      const circle = dependants.slice(dependants.indexOf(logicalId));
      throw new Error(`Circular dependency between resources: [${circle.join(', ')}]`);
    }
    for (const need of needs.get(logicalId) ?? []) visit(need, [...dependants, logicalId]);
    ordered.set(logicalId, resource);
  };
  for (const logicalId of needs.keys()) visit(logicalId, []);
  return ordered;
};

import { isDeepStrictEqual } from 'node:util';
import type { Properties } from '../template/properties.ts';
import type { Template } from '../template/template.ts';
import type { Schemas } from './schema.ts';
import type { Stack, Submission } from './stack.ts';

/** A change to one resource, as change sets list it. */
export interface ResourceChange {
  readonly Action: 'Add' | 'Modify' | 'Remove';
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly Replacement?: 'True' | 'False';
  readonly Scope?: readonly string[];
}

/** Members that two records do not have in common. */
export const changedNames = (before: Properties, after: Properties): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  );

/** What stands in the templates differently; references count as they are written. */
export const changesOf = (stack: Stack, template: Template, schemas: Schemas): readonly ResourceChange[] => {
  const before = stack.submission?.template.Resources ?? {};
  const after = template.Resources;
  const changes: ResourceChange[] = [];
  for (const [LogicalResourceId, definition] of Object.entries(after)) {
    const ResourceType = definition.Type;
    const old = before[LogicalResourceId];
    if (old === undefined) {
      changes.push({ Action: 'Add', LogicalResourceId, ResourceType });
      continue;
    }
    const properties = changedNames(old.Properties ?? {}, definition.Properties ?? {});
    const attributes = changedNames({ ...old, Properties: {} }, { ...definition, Properties: {} });
    if (properties.length === 0 && attributes.length === 0) continue;
    const physicalId = stack.resources.get(LogicalResourceId)?.ref;
    changes.push({
      Action: 'Modify',
      LogicalResourceId,
      ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
      ResourceType,
      Replacement: schemas.isReplacedBy(ResourceType, properties) ? 'True' : 'False',
      Scope: [...(properties.length > 0 ? ['Properties'] : []), ...attributes],
    });
  }
  for (const [LogicalResourceId, { Type: ResourceType }] of Object.entries(before)) {
    if (after[LogicalResourceId] !== undefined) continue;
    const physicalId = stack.resources.get(LogicalResourceId)?.ref;
    changes.push({
      Action: 'Remove',
      LogicalResourceId,
      ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
      ResourceType,
    });
  }
  return changes;
};

/** Whether a submission says the same as the one that a stack was made from. */
export const isSame = (before: Submission | undefined, after: Submission): boolean =>
  before !== undefined &&
  isDeepStrictEqual(before.template.Resources, after.template.Resources) &&
  isDeepStrictEqual(before.template.Outputs ?? {}, after.template.Outputs ?? {}) &&
  isDeepStrictEqual(before.tags, after.tags);

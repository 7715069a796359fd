import type { Random } from '../kernel/random.ts';
import type { Context, Existing } from '../template/resource-type.ts';
import type { Template, TemplateResource } from '../template/template.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What was handed in to make or change a stack. */
export interface Submission {
  readonly template: Template;
  /** The template's text, as it came. */
  readonly body: string;
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly artifact: Context['artifact'];
}

/** A resource of a stack that stands. */
export interface StackResource extends Existing {
  readonly logicalId: string;
  /** As the template had it when the resource was made or changed last. */
  readonly definition: TemplateResource;
  readonly artifact: Context['artifact'];
  /** How many have stood in its place before: replacements get names of their own. */
  readonly generation: number;
}

/** How a resource stands, as the API tells it. Times in epoch ms. */
export interface ResourceSummary {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string | undefined;
  readonly status: string;
  readonly reason: string | undefined;
  readonly at: number;
}

export interface StackEvent extends ResourceSummary {
  readonly id: string;
}

/** A stack, from its creation until long after its deletion. Times in epoch ms. */
export interface Stack {
  readonly name: string;
  /** The ARN. */
  readonly id: string;
  readonly createdAt: number;
  /** Where the names of its resources are drawn from. */
  readonly chance: Random;
  status: string;
  reason: string | undefined;
  updatedAt: number | undefined;
  deletedAt: number | undefined;
  /** What it was last made from; `undefined` as long as only a change set is there. */
  submission: Submission | undefined;
  disableRollback: boolean;
  terminationProtection: boolean;
  /** By logical id. */
  readonly resources: Map<string, StackResource>;
  outputs: Readonly<Record<string, string>>;
  readonly summaries: Map<string, ResourceSummary>;
  /** Oldest first. */
  readonly events: StackEvent[];
}

export const newStack = (
  name: string,
  id: string,
  chance: Random,
  createdAt: number,
  options: { readonly disableRollback?: boolean; readonly terminationProtection?: boolean } = {},
): Stack => ({
  ...{ name, id, chance, createdAt },
  status: 'REVIEW_IN_PROGRESS',
  ...{ reason: undefined, updatedAt: undefined, deletedAt: undefined, submission: undefined },
  disableRollback: options.disableRollback ?? false,
  terminationProtection: options.terminationProtection ?? false,
  resources: new Map(),
  outputs: {},
  summaries: new Map(),
  events: [],
});

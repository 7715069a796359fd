import { noStackWithId, validationError } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { ResourceSummary, Stack, StackEvent } from '../stack.ts';
import type { Stacks } from '../stacks.ts';

interface StackInput {
  readonly StackName: string;
  readonly NextToken?: string;
}

interface ResourceInput extends StackInput {
  readonly LogicalResourceId: string;
}

const iso = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

const NOT_DRIFTED = { StackResourceDriftStatus: 'NOT_CHECKED' };

const outputsOf = ({ submission, outputs }: Stack) =>
  Object.entries(submission?.template.Outputs ?? {}).flatMap(([OutputKey, { Description, Export }]) => {
    const OutputValue = outputs[OutputKey];
    if (OutputValue === undefined) return [];
    const name = Export?.Name;
    return [{ OutputKey, OutputValue, Description, ...(typeof name === 'string' && { ExportName: name }) }];
  });

/** Source: AWS CloudFormation API Reference, "Stack". */
const describe = (stack: Stack) => ({
  StackId: stack.id,
  StackName: stack.name,
  Description: stack.submission?.template.Description,
  Parameters: [],
  CreationTime: iso(stack.createdAt),
  LastUpdatedTime: iso(stack.updatedAt),
  DeletionTime: iso(stack.deletedAt),
  RollbackConfiguration: {},
  StackStatus: stack.status,
  StackStatusReason: stack.reason,
  DisableRollback: stack.disableRollback,
  NotificationARNs: stack.submission?.notificationArns ?? [],
  Capabilities: stack.submission?.capabilities ?? [],
  Outputs: outputsOf(stack),
  Tags: stack.submission?.tags ?? [],
  EnableTerminationProtection: stack.terminationProtection,
  DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
});

const summaryOf = ({ logicalId, physicalId, type, at, status, reason }: ResourceSummary) => ({
  LogicalResourceId: logicalId,
  PhysicalResourceId: physicalId,
  ResourceType: type,
  ResourceStatus: status,
  ResourceStatusReason: reason,
  LastUpdatedTimestamp: iso(at),
  DriftInformation: NOT_DRIFTED,
});

/** By logical id: the pages of a list stay what they are while resources come. */
const summariesOf = ({ summaries }: Stack): readonly ResourceSummary[] =>
  [...summaries.values()].sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));

const resourceOf = (stack: Stack, { LastUpdatedTimestamp, ...summary }: ReturnType<typeof summaryOf>) => ({
  StackName: stack.name,
  StackId: stack.id,
  ...summary,
  Timestamp: LastUpdatedTimestamp,
});

const eventOf = (stack: Stack, { id, logicalId, physicalId, type, at, status, reason }: StackEvent) => ({
  StackId: stack.id,
  EventId: id,
  StackName: stack.name,
  LogicalResourceId: logicalId,
  PhysicalResourceId: physicalId,
  ResourceType: type,
  Timestamp: iso(at),
  ResourceStatus: status,
  ResourceStatusReason: reason,
});

const MAX_RESOURCES = 100;

/** What tells how stacks stand. Source: AWS CloudFormation API Reference, "Actions". */
export const describeOperations = (stacks: Stacks) => {
  const known = (name: string): Stack => stacks.get(name, noStackWithId);
  return {
    DescribeStacks: ({ StackName, NextToken }: Partial<StackInput>) => {
      if (StackName !== undefined) return { Stacks: [describe(known(StackName))] };
      const living = stacks.all().filter(({ deletedAt }) => deletedAt === undefined);
      const { page, next } = pageOf(living, NextToken);
      return { Stacks: page.map(describe), NextToken: next };
    },

    ListStacks: ({
      StackStatusFilter: filter,
      NextToken,
    }: {
      readonly StackStatusFilter?: readonly string[];
      readonly NextToken?: string;
    }) => {
      const listed = stacks.all().filter(({ status }) => !filter?.length || filter.includes(status));
      const { page, next } = pageOf(listed, NextToken);
      return {
        StackSummaries: page.map((stack) => ({
          StackId: stack.id,
          StackName: stack.name,
          TemplateDescription: stack.submission?.template.Description,
          CreationTime: iso(stack.createdAt),
          LastUpdatedTime: iso(stack.updatedAt),
          DeletionTime: iso(stack.deletedAt),
          StackStatus: stack.status,
          StackStatusReason: stack.reason,
          DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
        })),
        NextToken: next,
      };
    },

    // Events come while they are read: the token counts from the oldest.
    DescribeStackEvents: ({ StackName, NextToken }: StackInput) => {
      const stack = stacks.get(StackName);
      const newestFirst = stack.events.toReversed();
      const from = NextToken === undefined ? 0 : newestFirst.findIndex(({ id }) => id === NextToken);
      if (from < 0) throw validationError('NextToken is not valid');
      const page = newestFirst.slice(from, from + MAX_RESOURCES);
      return {
        StackEvents: page.map((event) => eventOf(stack, event)),
        NextToken: newestFirst[from + MAX_RESOURCES]?.id,
      };
    },

    DescribeStackResource: ({ StackName, LogicalResourceId }: ResourceInput) => {
      const stack = stacks.get(StackName, (name) => validationError(`Stack '${name}' does not exist`));
      const summary = stack.summaries.get(LogicalResourceId);
      if (summary === undefined) {
        throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.name}`);
      }
      return {
        StackResourceDetail: { StackName: stack.name, StackId: stack.id, ...summaryOf(summary) },
      };
    },

    DescribeStackResources: ({
      StackName,
      LogicalResourceId,
      PhysicalResourceId,
    }: Partial<ResourceInput> & { readonly PhysicalResourceId?: string }) => {
      const stack =
        StackName === undefined
          ? stacks
              .all()
              .find(({ summaries }) =>
                [...summaries.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
              )
          : known(StackName);
      if (stack === undefined) {
        throw validationError(`Stack for ${String(PhysicalResourceId)} does not exist`);
      }
      const summaries = summariesOf(stack).filter(
        ({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId,
      );
      return {
        StackResources: summaries
          .slice(0, MAX_RESOURCES)
          .map((summary) => resourceOf(stack, summaryOf(summary))),
      };
    },

    ListStackResources: ({ StackName, NextToken }: StackInput) => {
      const { page, next } = pageOf(summariesOf(known(StackName)), NextToken);
      return { StackResourceSummaries: page.map(summaryOf), NextToken: next };
    },
  };
};

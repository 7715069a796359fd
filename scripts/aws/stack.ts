import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { Failure } from '../cli/command.ts';
import type { Stage } from './stage.ts';

/** A resource that is there. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

/**
 * The resources of a stage's stack.
 *
 * @throws Failure when the stage is not deployed
 */
export const readResources = async (
  client: CloudFormationClient,
  { name, stackName }: Stage,
): Promise<readonly Resource[]> => {
  const resources: Resource[] = [];
  try {
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      for (const each of page.StackResourceSummaries ?? []) {
        const { LogicalResourceId: logicalId, ResourceType: type, PhysicalResourceId: physicalId } = each;
        if (each.ResourceStatus === 'DELETE_COMPLETE') continue;
        if (logicalId && type && physicalId) resources.push({ logicalId, type, physicalId });
      }
    }
  } catch (error) {
    if (!isUnknownStack(error)) throw error;
    const region = await client.config.region();
    throw new Failure(
      `there is no stack ${stackName} in ${region}; deploy the stage with ` +
        `npx sls deploy --stage ${name} --region ${region}, or say with --region where it is`,
    );
  }
  return resources;
};

/** CloudFormation has no error of its own for it. */
const isUnknownStack = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist');

/** Finds physical ids by logical ones. @throws Failure for one that the stack does not have */
export const physicalIds =
  ({ name, stackName }: Stage, resources: readonly Resource[]) =>
  (logicalId: string): string => {
    const found = resources.find((each) => each.logicalId === logicalId);
    if (found !== undefined) return found.physicalId;
    throw new Failure(
      `the stack ${stackName} has no ${logicalId}: its deployment is not complete; npx sls deploy --stage ${name}`,
    );
  };

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Lab } from '../../lab/lab.ts';
import { loadPackage } from '../../lab/template/load.ts';
import type { Stage } from '../aws/stage.ts';
import { Failure } from '../cli/command.ts';
import { packageDirectory } from '../comparison/package-stages.ts';
import { seed, tablesOf } from '../comparison/seed.ts';

/** Deploys a packaged stage, and seeds it. Answers the id of its HTTP API. @throws Failure that says what is wrong with it */
export const deployStage = async (lab: Lab, root: string, { name, stackName }: Stage): Promise<string> => {
  const { resources } = await lab.deploy(loadPackage(packageDirectory(root, name))).catch((error) => {
    throw new Failure(`${stackName} could not be deployed: ${error.message}`, { cause: error });
  });
  const physicalId = (logicalId: string): string => {
    const found = resources.find((resource) => resource.logicalId === logicalId);
    if (found !== undefined) return found.physicalId;
    throw new Failure(`${stackName} has no ${logicalId}`);
  };
  await seed(DynamoDBDocumentClient.from(new DynamoDBClient(lab.client)), tablesOf(physicalId));
  return physicalId('HttpApi');
};

import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Service } from '../kernel/service.ts';

/** ECR without repositories: the lab runs no images. Whoever asks for one learns that it is not there. */
export const ecr: Service = {
  id: 'ecr',
  operations: {
    /** Source: Amazon ECR API Reference, "DescribeRepositories". */
    DescribeRepositories: ({ repositoryNames = [], registryId = account.accountId }: DescribeInput) => {
      const [name] = repositoryNames;
      if (name === undefined) return { repositories: [] };
      throw new AwsError(
        'RepositoryNotFoundException',
        `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
      );
    },
  },
};

interface DescribeInput {
  readonly repositoryNames?: readonly string[];
  readonly registryId?: string;
}

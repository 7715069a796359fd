import { account } from '../../kernel/account.ts';
import { ACCOUNT_LIMIT } from '../concurrency.ts';
import type { Registry } from '../functions.ts';
import type { Resources } from '../resources.ts';
import { functionConfiguration, tagsOf } from './function-configuration.ts';
import { latest, type OfFunction } from './latest.ts';
import { type Paged, pageOf } from './page.ts';

const FUNCTIONS_PER_PAGE = 50;

/** Source: Lambda developer guide, "Lambda quotas". */
const LIMITS = {
  TotalCodeSize: 80_530_636_800,
  CodeSizeUnzipped: 262_144_000,
  CodeSizeZipped: 52_428_800,
  ConcurrentExecutions: ACCOUNT_LIMIT,
};

/** Where a function's code would be fetched from: nothing is there in the lab. */
const locationOf = (name: string): string =>
  `https://awslambda-${account.region}-tasks.s3.${account.region}.amazonaws.com/snapshots/${account.accountId}/${name}`;

/** Functions, listed, described and deleted. Source: Lambda API reference. */
export const functionOperations = (ports: { readonly registry: Registry; readonly resources: Resources }) => {
  const { registry, resources } = ports;
  return {
    GetFunction: (input: OfFunction) => {
      const fn = latest(registry, input);
      const tags = tagsOf(fn);
      return {
        Configuration: functionConfiguration(fn),
        Code: { RepositoryType: 'S3', Location: locationOf(fn.name) },
        ...(Object.keys(tags).length > 0 && { Tags: tags }),
        ...(fn.reservedConcurrency !== undefined && {
          Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency },
        }),
      };
    },
    GetFunctionConfiguration: (input: OfFunction) => functionConfiguration(latest(registry, input)),
    ListFunctions: (input: Paged) => {
      const { page, ...rest } = pageOf([...registry.all()], input, FUNCTIONS_PER_PAGE);
      return { Functions: page.map(functionConfiguration), ...rest };
    },
    ListVersionsByFunction: (input: OfFunction) => {
      const fn = latest(registry, input);
      return { Versions: [{ ...functionConfiguration(fn), FunctionArn: `${fn.arn}:$LATEST` }] };
    },
    ListTags: ({ Resource }: { readonly Resource: string }) => ({ Tags: tagsOf(registry.get(Resource)) }),
    DeleteFunction: (input: OfFunction) => resources.deleteFunction(latest(registry, input).name),
    GetAccountSettings: () => {
      const functions = [...registry.all()];
      const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
      return {
        AccountLimit: { ...LIMITS, UnreservedConcurrentExecutions: ACCOUNT_LIMIT - reserved },
        AccountUsage: {
          TotalCodeSize: functions.reduce((sum, { code }) => sum + code.size, 0),
          FunctionCount: functions.length,
        },
      };
    },
  };
};

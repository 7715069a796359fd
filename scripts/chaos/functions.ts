import type { Resource } from '../aws/stack.ts';

const LOGICAL_ID = /^(\w+)LambdaFunction$/;

/** As serverless.yml calls a function: `placeOrder`. The framework's logical id is `PlaceOrderLambdaFunction`. */
const shortName = (logicalId: string): string | undefined => {
  const name = LOGICAL_ID.exec(logicalId)?.[1];
  return name && name.charAt(0).toLowerCase() + name.slice(1);
};

/** The functions among a stack's resources: short name → physical name. */
export const functionsOf = (resources: readonly Resource[]): ReadonlyMap<string, string> =>
  new Map(
    resources.flatMap(({ logicalId, type, physicalId }) => {
      const name = type === 'AWS::Lambda::Function' ? shortName(logicalId) : undefined;
      return name === undefined ? [] : [[name, physicalId] as const];
    }),
  );

import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { Failure } from '../cli/command.ts';

/** What became of a function: `unchanged` when it was so before. */
export type Change = 'changed' | 'unchanged';

/** Undefined for a function that takes its share of the account's concurrency. */
const reservedOf = async (client: LambdaClient, FunctionName: string): Promise<number | undefined> =>
  (await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;

const refuse = (name: string, reserved: number): never => {
  throw new Failure(
    `${name} has a reserved concurrency of ${reserved}, which "up" could not give back; take it away first`,
  );
};

/**
 * Lets no invocation of the function start any more. Reserved concurrency 0 is how Lambda throttles a function
 * altogether: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 *
 * @throws Failure for a function whose reserved concurrency is somebody's own choice
 */
export const takeDown = async (client: LambdaClient, FunctionName: string): Promise<Change> => {
  const reserved = await reservedOf(client, FunctionName);
  if (reserved === 0) return 'unchanged';
  if (reserved !== undefined) refuse(FunctionName, reserved);
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  return 'changed';
};

/**
 * Undoes `takeDown`.
 *
 * @throws Failure for a function whose reserved concurrency is somebody's own choice
 */
export const bringUp = async (client: LambdaClient, FunctionName: string): Promise<Change> => {
  const reserved = await reservedOf(client, FunctionName);
  if (reserved === undefined) return 'unchanged';
  if (reserved !== 0) refuse(FunctionName, reserved);
  await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  return 'changed';
};

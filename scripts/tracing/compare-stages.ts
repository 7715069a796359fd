import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { XRayClient } from '@aws-sdk/client-xray';
import { clientConfig } from '../aws/client-config.ts';
import { onAws } from '../aws/explain.ts';
import { physicalIds, readResources } from '../aws/stack.ts';
import type { Stage } from '../aws/stage.ts';
import { type OrderFunctions, placeOrders, waitForOrders } from './orders.ts';
import type { StageResult } from './report.ts';
import { statisticsOf } from './statistics.ts';
import { readTraces } from './traces.ts';

export interface CompareStagesOptions {
  readonly root: string;
  readonly stages: readonly Stage[];
  /** On each of them. */
  readonly orders: number;
  readonly sampleAll: boolean;
  readonly region: string | undefined;
  /** Told of what is being done. */
  readonly onStep: (what: string) => void;
}

/**
 * Places the same orders on stages that run, one stage after the other, and reads what X-Ray traced of them; by the
 * public APIs alone, on AWS or wherever AWS_ENDPOINT_URL leads.
 *
 * @throws Failure that says in a sentence what AWS did not do
 */
export const compareStages = (options: CompareStagesOptions): Promise<readonly StageResult[]> => {
  const { root, stages, orders, sampleAll, onStep } = options;
  const config = clientConfig(options.region);
  const cloudformation = new CloudFormationClient(config);
  const lambda = new LambdaClient(config);
  const xray = new XRayClient(config);

  const functionsOf = async (stage: Stage): Promise<OrderFunctions> => {
    const physicalId = physicalIds(stage, await readResources(cloudformation, stage));
    return {
      placeOrder: physicalId('PlaceOrderLambdaFunction'),
      getOrder: physicalId('GetOrderLambdaFunction'),
    };
  };

  const measure = async (stage: Stage, functions: OrderFunctions): Promise<StageResult> => {
    onStep(`${stage.name}: placing ${orders} orders …`);
    const seedHint = `npm run seed -- --stage ${stage.name}`;
    const placed = await placeOrders(lambda, functions, { root, orders, sampleAll, seedHint });
    onStep(`${stage.name}: waiting for the orders …`);
    const ended = await waitForOrders(lambda, functions, { root, placed });
    onStep(`${stage.name}: reading the traces …`);
    const traces = await readTraces(xray, stage.stackName, ended);
    return { stage, orders: ended, traces, statistics: statisticsOf(traces) };
  };

  return onAws(async () => {
    // Whether all are there, before orders are placed on any.
    const found = new Map<Stage, OrderFunctions>();
    for (const stage of stages) found.set(stage, await functionsOf(stage));
    const results: StageResult[] = [];
    for (const [stage, functions] of found) results.push(await measure(stage, functions));
    return results;
  });
};

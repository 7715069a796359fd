#!/usr/bin/env node
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientConfig } from './aws/client-config.ts';
import { explain, onAws } from './aws/explain.ts';
import { physicalIds, readResources } from './aws/stack.ts';
import { readStage } from './aws/stage.ts';
import { Failure, readFlags, runCommand } from './cli/command.ts';
import { seed, tablesOf } from './comparison/seed.ts';
import { countOpenOrders } from './seed/open-orders.ts';

const HELP = `Writes the menu, the stock, the chefs and the customers' wallets of a deployed stage.

  npm run seed -- --stage NAME [--force] [--region NAME]

  --stage NAME   choreography, orchestration, <env>-choreography or <env>-orchestration
  --force        seed although orders are open: their stock and chefs are forgotten
  --region NAME  where the stage is (default: AWS_REGION, or the profile's)
  --help         this text

It writes over what is there: every shelf is full again and every chef free. Orders and payments stay. So it
refuses while orders are open. Interrupted, it can be run again.

Credentials, AWS_PROFILE and AWS_ENDPOINT_URL are taken as every AWS tool takes them. The caller needs
cloudformation:ListStackResources, and for the tables dynamodb:Query, dynamodb:PutItem and
dynamodb:BatchWriteItem.

Exit code 0: seeded. 1: AWS did not do it, the stage is not there, or orders are open. 2: wrong usage.`;

const main = async (): Promise<number> => {
  const flags = readFlags({
    stage: { type: 'string' },
    region: { type: 'string' },
    force: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  const stage = readStage(flags.stage);
  const config = clientConfig(flags.region);
  return onAws(async () => {
    const resources = await readResources(new CloudFormationClient(config), stage);
    const tables = tablesOf(physicalIds(stage, resources));
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(config));
    const open = flags.force ? 0 : await countOpenOrders(client, tables.order);
    if (open > 0) {
      throw new Failure(
        `${open} ${open === 1 ? 'order is' : 'orders are'} open in ${stage.stackName}, and seeding would forget the ` +
          'stock and chefs they hold; wait until they are closed, or give --force',
      );
    }
    await seed(client, tables).catch((error) => {
      const sentence = explain(error) ?? String(error.message);
      throw new Failure(`seeding stopped half way: ${sentence}; run it again`, { cause: error });
    });
    console.log(`seeded menu, stock, chefs and wallets of ${stage.stackName}`);
    return 0;
  });
};

await runCommand('seed', main);

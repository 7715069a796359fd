#!/usr/bin/env node
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './aws/client-config.ts';
import { onAws } from './aws/explain.ts';
import { readResources } from './aws/stack.ts';
import { readStage } from './aws/stage.ts';
import { readFlags, runCommand, UsageError } from './cli/command.ts';
import { HELP } from './redrive/help.ts';
import { type DeadLetterQueue, deadLetterQueues } from './redrive/queues.ts';
import { list, redrive } from './redrive/redrive.ts';
import { renderJson, renderText } from './redrive/render.ts';

const choose = (
  all: readonly DeadLetterQueue[],
  names: readonly string[] | undefined,
): readonly DeadLetterQueue[] =>
  all.filter(({ name }) => {
    const unknown = names?.find((each) => !all.some((queue) => queue.name === each));
    if (unknown === undefined) return names?.includes(name) ?? true;
    throw new UsageError(
      `there is no queue "${unknown}"; there is ${all.map((each) => each.name).join(', ')}`,
    );
  });

const main = async (): Promise<number> => {
  const flags = readFlags({
    stage: { type: 'string' },
    region: { type: 'string' },
    queue: { type: 'string', multiple: true },
    list: { type: 'boolean', default: false },
    poison: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  if (flags.list && flags.poison) throw new UsageError('--list and --poison exclude each other');
  const stage = readStage(flags.stage);
  const config = clientConfig(flags.region);
  return onAws(async () => {
    const resources = await readResources(new CloudFormationClient(config), stage);
    const queues = choose(deadLetterQueues(resources, stage.pattern), flags.queue);
    // The queues' URLs name AWS, wherever the endpoint is.
    const client = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    const outcomes = await Promise.allSettled(
      queues.map((queue) =>
        flags.list ? list(client, queue) : redrive(client, queue, { poison: flags.poison }),
      ),
    );
    const results = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    if (results.length > 0) console.log((flags.json ? renderJson : renderText)(stage, results));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return 0;
  });
};

await runCommand('redrive', main);

#!/usr/bin/env node
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './aws/client-config.ts';
import { explain, onAws } from './aws/explain.ts';
import { readResources } from './aws/stack.ts';
import { readStage } from './aws/stage.ts';
import { Failure, readFlags, runCommand, UsageError } from './cli/command.ts';
import { HELP } from './redrive/help.ts';
import { type DeadLetterQueue, deadLetterQueues } from './redrive/queues.ts';
import { list, redrive } from './redrive/redrive.ts';
import { renderJson, renderText } from './redrive/render.ts';

const choose = (
  all: readonly DeadLetterQueue[],
  names: readonly string[] | undefined,
): readonly DeadLetterQueue[] => {
  const unknown = names?.find((name) => !all.some((queue) => queue.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `there is no queue "${unknown}"; there is ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  return all.filter(({ name }) => names?.includes(name) ?? true);
};

const fail = ({ name }: DeadLetterQueue, error: unknown): never => {
  const sentence = explain(error);
  throw sentence === undefined ? error : new Failure(`${name}: ${sentence}`, { cause: error });
};

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
    // One queue that fails does not keep the others from being looked at.
    const outcomes = await Promise.allSettled(
      queues.map((queue) => {
        const done = flags.list ? list(client, queue) : redrive(client, queue, { poison: flags.poison });
        return done.catch((error) => fail(queue, error));
      }),
    );
    const results = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    if (results.length > 0) console.log((flags.json ? renderJson : renderText)(stage, results));
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    for (const failure of failures) if (!(failure instanceof Failure)) throw failure;
    if (failures.length > 0) throw new Failure(failures.map(({ message }) => message).join('\n'));
    return 0;
  });
};

await runCommand('redrive', main);

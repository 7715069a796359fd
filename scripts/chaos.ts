#!/usr/bin/env node
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientConfig } from './aws/client-config.ts';
import { onAws } from './aws/explain.ts';
import { readResources } from './aws/stack.ts';
import { readStage } from './aws/stage.ts';
import { bringUp, takeDown } from './chaos/concurrency.ts';
import { functionsOf } from './chaos/functions.ts';
import { HELP } from './chaos/help.ts';
import { readArguments, runCommand, UsageError } from './cli/command.ts';

const perform = { down: takeDown, up: bringUp } as const;
type Action = keyof typeof perform;

const isAction = (text: string | undefined): text is Action =>
  text !== undefined && Object.hasOwn(perform, text);

/** FUNCTION down|up */
const readDrill = (words: readonly string[]): { readonly name: string; readonly action: Action } => {
  const [name, action, ...more] = words;
  if (name === undefined) throw new UsageError('which function? As in: chef down');
  if (!isAction(action)) {
    throw new UsageError(
      `${name} is to be down or up, not ${action === undefined ? 'nothing' : `"${action}"`}`,
    );
  }
  if (more.length > 0) throw new UsageError(`what is "${more[0]}"? One function at a time, as in: chef down`);
  return { name, action };
};

const main = async (): Promise<number> => {
  const { values: flags, positionals } = readArguments({
    stage: { type: 'string' },
    region: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  const stage = readStage(flags.stage);
  const { name, action } = readDrill(positionals);
  const config = clientConfig(flags.region);
  return onAws(async () => {
    const functions = functionsOf(await readResources(new CloudFormationClient(config), stage));
    const functionName = functions.get(name);
    if (functionName === undefined) {
      throw new UsageError(`there is no function "${name}"; there is ${[...functions.keys()].join(', ')}`);
    }
    const change = await perform[action](new LambdaClient(config), functionName);
    console.log(`${functionName} ${change === 'changed' ? `is ${action}` : `was ${action} already`}`);
    return 0;
  });
};

await runCommand('chaos', main);

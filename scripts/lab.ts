#!/usr/bin/env node
import { join } from 'node:path';
import { realKernel } from '../lab/kernel/kernel.ts';
import { createLab } from '../lab/lab.ts';
import { readStage } from './aws/stage.ts';
import { readFlags, readWholeNumber, runCommand } from './cli/command.ts';
import { packageStages } from './comparison/package-stages.ts';
import { HELP } from './lab/help.ts';
import { listen } from './lab/listen.ts';
import { createLog } from './lab/log.ts';
import { stopSignal } from './lab/signals.ts';
import { deployStage } from './lab/stages.ts';

/** Ids are drawn from it: those of a stage's API and its like are the same at every start. */
const SEED = 1;

/** How long what is under way when it is stopped may take. */
const GRACE_MS = 2_000;

const main = async (): Promise<number> => {
  const flags = readFlags({
    stage: { type: 'string', multiple: true, default: [] },
    port: { type: 'string', default: '4566' },
    host: { type: 'string', default: '127.0.0.1' },
    'sample-all': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  const { host } = flags;
  const port = readWholeNumber('port', flags.port, 0, 65_535);
  const stages = [...new Set(flags.stage)].map(readStage);
  const stopped = stopSignal();
  const { AWS_ACCESS_KEY_ID: accessKeyId = 'lab', AWS_SECRET_ACCESS_KEY: secretAccessKey = 'lab' } =
    process.env;
  const log = createLog(console.log, () => new Date());
  const lab = createLab(realKernel({ seed: SEED }), { sampleAll: flags['sample-all'] });
  lab.kernel.observe(log.observe);
  const server = await listen(lab, {
    port,
    host,
    credentials: { accessKeyId, secretAccessKey },
    observer: log,
  });
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  const prepare = async (): Promise<void> => {
    const root = join(import.meta.dirname, '..');
    await packageStages(
      root,
      stages.map(({ name }) => name),
    );
    for (const stage of stages) {
      const apiId = await deployStage(lab, root, stage);
      log.say(`seeded ${stage.stackName}; its HTTP API is ${url}/_aws/execute-api/${apiId}`);
    }
    log.say(
      `the lab is ready: AWS_ENDPOINT_URL=${url}, any credentials, AWS_REGION=us-east-1; Ctrl-C stops it`,
    );
  };
  await Promise.race([prepare(), stopped]);
  await stopped;
  log.say('stopping');
  await server.close(GRACE_MS);
  return 0;
};

await runCommand('lab', main, { isServer: true });
// Whatever a lab still has to do, nobody will ask for it.
process.exit();

#!/usr/bin/env node
import { readArguments, runCommand, UsageError } from './cli/command.ts';
import { HELP } from './lint-events/help.ts';
import { lintFiles } from './lint-events/lint-files.ts';
import { exitCode, renderJson, renderText } from './lint-events/render.ts';

const main = async (): Promise<number> => {
  const { values: flags, positionals: files } = readArguments({
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  if (files.length === 0) throw new UsageError('no file given');
  const reports = lintFiles(files);
  const { out, err } = flags.json ? { out: renderJson(reports), err: '' } : renderText(reports);
  process.stdout.write(out);
  process.stderr.write(err);
  return exitCode(reports);
};

await runCommand('lint:events', main);

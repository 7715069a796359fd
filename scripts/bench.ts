#!/usr/bin/env node
import { type Row, run } from './bench/benchmark.ts';
import { benchmarks } from './bench/benchmarks.ts';
import { renderJson, renderText } from './bench/render.ts';
import { Failure, readFlags, runCommand, UsageError } from './cli/command.ts';
import { progress } from './cli/progress.ts';

const HELP = `Measures the lab and the bundles against their budgets, and beside peers where there are any.

  npm run bench -- [--only NAME]... [--json]

  --only NAME  only this row; may be given more than once (default: all)
  --json       one JSON document on stdout, and nothing else there
  --help       this text

Rows: ${benchmarks.map(({ name }) => name).join(', ')}
Rates are medians per second of CPU time on one core, so that a busy machine does not change them much.
Peers are optional: npm ci --prefix scripts/bench/peers installs them.

Exit code 0: measured, within budget or not. 1: something could not be measured. 2: wrong usage.`;

const readArguments = () =>
  readFlags({
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });

const choose = (names: readonly string[] | undefined) => {
  const unknown = names?.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown === undefined) return benchmarks.filter(({ name }) => names?.includes(name) ?? true);
  throw new UsageError(
    `there is no row "${unknown}"; there is ${benchmarks.map(({ name }) => name).join(', ')}`,
  );
};

const WIDTH = 160;

const main = async (): Promise<number> => {
  const { only, json, help } = readArguments();
  if (help) {
    console.log(HELP);
    return 0;
  }
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const benchmark of choose(only)) {
    progress(`${benchmark.title} …`);
    try {
      rows.push(await run(benchmark));
    } catch (error) {
      failures.push(`${benchmark.name} could not be measured: ${reason(error)}`);
    }
  }
  progress('');
  process.stdout.write(json ? renderJson(rows) : renderText(rows, process.stdout.columns ?? WIDTH));
  for (const failure of failures) console.error(failure);
  return failures.length === 0 ? 0 : 1;
};

/** A defect comes with its stack; what the user can mend, in a sentence. */
const reason = (error: unknown): string => {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

await runCommand('bench', main);

/** `npm run lint:events -- FILE...`: the workshop's event checklist for anybody's event files. */
import { parseArgs } from 'node:util';
import { HELP, USAGE } from './lint-events/help.ts';
import { lintFiles } from './lint-events/lint-files.ts';
import { exitCode, renderJson, renderText } from './lint-events/render.ts';

const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

process.exitCode = main(process.argv.slice(2));

function main(args: string[]): number {
  let given: ReturnType<typeof parse>;
  try {
    given = parse(args);
  } catch (error) {
    return misused((error as Error).message);
  }
  if (given.values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  return given.positionals.length === 0
    ? misused('no file given')
    : lint(given.positionals, given.values.json);
}

function parse(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true });
}

function misused(message: string): number {
  // The first sentence of parseArgs' messages says what is wrong.
  process.stderr.write(`lint-events: ${message.split('. ')[0]}\n${USAGE}`);
  return 2;
}

function lint(files: string[], json = false): number {
  const reports = lintFiles(files);
  const { out, err } = json ? { out: renderJson(reports), err: '' } : renderText(reports);
  process.stdout.write(out);
  process.stderr.write(err);
  return exitCode(reports);
}

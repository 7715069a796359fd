import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';

/** Reads the first line that a command prints, and then no more, as `head -1` does. */
const readOneLine = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const stderr = text(child.stderr);
  const exited = once(child, 'exit') as Promise<[code: number | null]>;
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  child.stdout.destroy();
  return { child, line, exited, stderr };
};

const endOf = async ({ exited, stderr }: { exited: Promise<[number | null]>; stderr: Promise<string> }) => ({
  code: (await exited)[0],
  stderr: await stderr,
});

describe('when nobody reads any further', () => {
  it('a command that only prints ends at once, without a word', async () => {
    // Six hundred kilobytes: more than a pipe holds.
    const files = Array.from({ length: 20_000 }, () => 'events/order.created.json');
    const lint = await readOneLine('scripts/lint-events.ts', ...files);
    expect(lint.line).toBe('events/order.created.json: ok');
    expect(await endOf(lint)).toEqual({ code: 141, stderr: '' });
  });

  it('the lab goes on', async () => {
    const lab = await readOneLine('scripts/lab.ts', '--port', '0');
    const [, endpoint = ''] = /AWS_ENDPOINT_URL=(\S+),/.exec(lab.line) ?? [];
    // Each is a line of the log.
    for (let request = 0; request < 3; request++) expect((await fetch(endpoint)).status).toBe(403);
    lab.child.kill('SIGTERM');
    expect(await endOf(lab)).toEqual({ code: 0, stderr: '' });
  });
});

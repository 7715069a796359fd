import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

/** As a user runs it. */
function lint(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/lint-events.ts', ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const folder = mkdtempSync(join(tmpdir(), 'lint-events-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const sample = readFileSync('events/order.created.json', 'utf8');
const oneLine = JSON.stringify(JSON.parse(sample));

describe('npm run lint:events', () => {
  it('prints ok and exits with 0 for a clean event', () => {
    expect(lint(['events/order.created.json', 'events/kitchen.ready.json'])).toEqual({
      status: 0,
      stdout: 'events/order.created.json: ok\nevents/kitchen.ready.json: ok\n',
      stderr: '',
    });
  });

  it("answers the workshop's Activity 1 for the virus scanner's event", () => {
    const { status, stdout, stderr } = lint(['events/invalid/virus.scanned.json']);
    const lines = stdout.trimEnd().split('\n');
    const belongs = (path: string, owner: string) =>
      `events/invalid/virus.scanned.json: ${path}  belongs to the ${owner} service, not to virus: publish it there and correlate by fileId`;
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(lines.slice(0, 4).map((line) => line.split(': ')[1])).toEqual([
      'specversion  is missing',
      'id  is missing',
      'source  is missing',
      'time  is missing',
    ]);
    expect(lines.slice(4)).toEqual([
      belongs('data.fileDescription', 'upload'),
      belongs('data.uploadedBy', 'upload'),
      belongs('data.s3Bucket', 'storage'),
      belongs('data.s3Key', 'storage'),
      belongs('data.metadata.originalFilename', 'upload'),
      belongs('data.metadata.contentType', 'metadata extractor'),
    ]);
  });

  it('reads standard input, and an event a line', () => {
    const bad = oneLine.replace('order.created', 'order.create');
    const { status, stdout } = lint(['-'], `${oneLine}\n${bad}\n`);
    expect(status).toBe(1);
    expect(stdout).toContain(
      "-:2: type  'create' is a command: say what happened, not what to do: created\n",
    );
    expect(stdout).not.toMatch(/^-:1/m);
  });

  it('finds an id used twice across the files given', () => {
    const other = file('other.json', `[${oneLine.replace('margherita', 'diavola')}]`);
    const { status, stdout } = lint(['events/order.created.json', other]);
    expect(status).toBe(1);
    expect(stdout).toBe(
      `events/order.created.json: ok\n${other}[0]: id  is the id of another event, in events/order.created.json: give each event of a source an id of its own\n`,
    );
  });

  it('--json prints one document and nothing else', () => {
    const { status, stdout, stderr } = lint([
      '--json',
      'events/order.created.json',
      'events/invalid/virus.scanned.json',
    ]);
    const document = JSON.parse(stdout);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(document.ok).toBe(false);
    expect(document.files[0]).toEqual({ file: 'events/order.created.json', events: 1, findings: [] });
    expect(document.files[1].findings).toContainEqual({
      place: 'events/invalid/virus.scanned.json',
      rule: 'ownership',
      path: 'data.s3Key',
      problem: 'belongs to the storage service, not to virus',
      remedy: 'publish it there and correlate by fileId',
    });
  });

  it('--json has unreadable files in the document, too', () => {
    const { status, stdout, stderr } = lint(['--json', 'nowhere.json']);
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      files: [{ file: 'nowhere.json', error: 'no such file' }],
    });
  });

  it('--help explains, and says what it cannot check', () => {
    const { status, stdout } = lint(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/npm run lint:events -- \[--json\] FILE/);
    expect(stdout).toContain('immutable, cannot be seen in a file');
  });

  it.each([
    ['no file', [], 'no file given'],
    ['an unknown option', ['--fix', 'events/order.created.json'], "Unknown option '--fix'"],
  ])('exits with 2 for wrong usage: %s', (_what, args, message) => {
    const { status, stdout, stderr } = lint(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(`${message}\nnpm run lint:events -- --help says more.\n`);
  });

  it.each([
    ['nowhere.json', 'no such file'],
    ['events', 'is a directory'],
    [file('broken.json', '{'), 'not JSON: '],
    [file('empty.json', ''), 'not JSON: there is no event in it'],
  ])('exits with 2 for %s, and lints the rest', (path, message) => {
    const { status, stdout, stderr } = lint([path, 'events/order.created.json']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: 'events/order.created.json: ok\n' });
    expect(stderr).toContain(`lint-events: ${path}: ${message}`);
  });
});

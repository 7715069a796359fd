import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLibrary } from './library.ts';
import { packageLibrary } from './package-library.ts';

let directory: string;
beforeAll(async () => {
  directory = await packageLibrary();
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('try', () => {
  it('runs', async () => {
    const lib = await openLibrary(directory);
    const r = await lib.request('POST', '/loans', { book: 'emma', reader: 'anne', days: 14 });
    console.log(r);
    await lib.untilDay(1.5);
    console.log(JSON.stringify(lib.seen.map((s) => [s.at, s.point.kind, s.point.source, s.point.target]), null, 0).replaceAll('],', '],\n'));
    console.log(await lib.loan('emma'), lib.said('post'), lib.said('tally'));
    await lib.untilDay(15);
    console.log(await lib.execution('emma'));
    console.log(lib.lab.meter.read());
    expect(1).toBe(1);
  });
});

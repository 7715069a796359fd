import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compilePattern } from '../../../lab/eventbridge/pattern/pattern.ts';
import { installScript } from '../../../lab/faults/script.ts';
import { DAY_MS, openLibrary, type Seen, START } from './library.ts';
import { packageLibrary } from './package-library.ts';

const EMMA = { book: 'emma', reader: 'anne', days: 14 };

let directory: string;
beforeAll(async () => {
  directory = await packageLibrary();
});
afterAll(() => rmSync(directory, { recursive: true }));

const byName = (name: string): string => name.replace('library-test-', '');
/** Deliveries, as `carrier → target`. */
const deliveries = (seen: readonly Seen[]): string[] =>
  seen.flatMap(({ point: { kind, source, target } }) =>
    kind === 'delivery' ? [`${source.replace(/-[A-Z0-9]{12}$/, '')} → ${byName(target)}`] : [],
  );

describe('a library in the lab', () => {
  it('lends a book: the answer, the row, the event, the letter', async () => {
    const library = await openLibrary(directory);
    const response = await library.request('POST', '/loans', EMMA);
    const { dueAt } = JSON.parse(String(response.body));
    expect(response).toMatchObject({ statusCode: 201 });
    expect(Date.parse(dueAt) - START - 14 * DAY_MS).toBeLessThan(1000);
    await library.untilDay(0.5);

    const loan = { book: 'emma', reader: 'anne', dueAt };
    expect(await library.loan('emma')).toEqual(loan);
    expect(deliveries(library.seen)).toEqual([
      'http:test-library → function:lend',
      'stream:library-test-Loans → function:announce',
      'rule:book-lent → function:confirm',
      'queue:letters → function:post',
    ]);
    const confirmed = library.seen.find(({ point }) => point.source === 'rule:book-lent');
    expect(confirmed?.point.payload).toMatchObject({
      source: 'library',
      'detail-type': 'book.lent',
      account: '123456789012',
      detail: loan,
    });
    expect(library.said('post')).toEqual(['a letter on emma to anne']);
    expect(library.lab.queues.peek(library.output('LettersArn'))).toEqual([]);
  });

  it('refuses what is lent already, and what was never lent', async () => {
    const library = await openLibrary(directory);
    expect(await library.request('DELETE', '/loans/emma')).toMatchObject({ statusCode: 409 });
    await library.request('POST', '/loans', EMMA);
    expect(await library.request('POST', '/loans', { ...EMMA, reader: 'bert' })).toMatchObject({
      statusCode: 409,
      body: '{"message":"The conditional request failed"}',
    });
    expect(await library.loan('emma')).toMatchObject({ reader: 'anne' });
    expect(await library.request('GET', '/loans/emma')).toMatchObject({ statusCode: 404 });
  });

  it('waits two weeks for a book that comes back', async () => {
    const library = await openLibrary(directory);
    await library.request('POST', '/loans', EMMA);
    await library.untilDay(5);
    expect(await library.execution('emma')).toMatchObject({ status: 'RUNNING' });
    expect(await library.request('DELETE', '/loans/emma')).toMatchObject({ statusCode: 200 });
    await library.untilDay(15);
    const { status, output, startDate, stopDate, events } = await library.execution('emma');
    expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: '{"isBack":true}' });
    const days = (Number(stopDate) - Number(startDate)) / DAY_MS;
    expect(days).toBeCloseTo(14, 3);
    // The filter of the stream's mapping lets the loan through, not the return.
    expect(deliveries(library.seen).filter((each) => each.startsWith('stream:'))).toHaveLength(1);
    expect(events.filter((type) => type?.endsWith('StateEntered'))).toEqual([
      'WaitStateEntered',
      'TaskStateEntered',
      'ChoiceStateEntered',
      'SucceedStateEntered',
    ]);
  });

  it('finds out when one does not', async () => {
    const library = await openLibrary(directory);
    await library.request('POST', '/loans', EMMA);
    await library.untilDay(15);
    expect(await library.execution('emma')).toMatchObject({ status: 'FAILED', error: 'Overdue' });
  });

  it('counts every day what is out', async () => {
    const library = await openLibrary(directory);
    await library.request('POST', '/loans', EMMA);
    await library.untilDay(1.5);
    await library.request('POST', '/loans', { ...EMMA, book: 'persuasion' });
    await library.untilDay(2.5);
    await library.request('DELETE', '/loans/emma');
    await library.untilDay(3.5);
    expect(library.said('tally')).toEqual(['1 books are out', '2 books are out', '1 books are out']);
    const moments = library.seen.filter(({ point }) => point.source === 'schedule:every-day');
    expect(moments.map(({ at }) => Math.floor(at / DAY_MS))).toContain(3);
  });
});

describe('when something goes wrong in the library', () => {
  it('a letter that cannot be posted is tried three times, and kept with the dead letters', async () => {
    const library = await openLibrary(directory);
    await library.request('POST', '/loans', { ...EMMA, reader: 'nobody' });
    await library.request('POST', '/loans', { ...EMMA, book: 'persuasion' });
    await library.untilDay(0.5);
    expect(library.said('post')).toEqual(['a letter on persuasion to anne']);
    const [dead, ...others] = library.lab.queues.peek(library.output('DeadLettersArn'));
    expect(others).toEqual([]);
    expect(JSON.parse(dead?.body ?? '')).toMatchObject({ book: 'emma', reader: 'nobody' });
    const runs = library.seen.filter(
      ({ point }) => point.kind === 'outcome' && point.source.endsWith('-post') && point.target === 'failed',
    );
    const [first = 0, second = 0, third = 0] = runs.map(({ at }) => at);
    expect(runs).toHaveLength(3);
    // The visibility timeout lies between two receives.
    for (const pause of [second - first, third - second]) expect(Math.abs(pause - 60_000)).toBeLessThan(1000);
  });

  it('a confirmation that fails is tried again after one minute and after two', async () => {
    const library = await openLibrary(directory);
    const fail = { name: 'Error', message: 'out of paper' };
    installScript(library.kernel, [{ at: 'invocation', function: 'confirm', times: 2, fail }], {
      prefix: 'library-test-',
      compilePattern,
      stopExecutions: library.lab.stopExecutions,
    });
    await library.request('POST', '/loans', EMMA);
    await library.untilDay(0.5);
    expect(library.said('post')).toEqual(['a letter on emma to anne']);
    const runs = library.seen.filter(
      ({ point }) => point.kind === 'invocation' && point.target.endsWith('-confirm'),
    );
    const [first = 0, second = 0, third = 0] = runs.map(({ at }) => at);
    expect(Math.round((second - first) / 60_000)).toBe(1);
    expect(Math.round((third - second) / 60_000)).toBe(2);
  });
});

describe('the accounts of the library', () => {
  it('meter one loan, service by service', async () => {
    const library = await openLibrary(directory);
    await library.request('POST', '/loans', EMMA);
    await library.untilDay(0.5);
    const usage = library.lab.meter
      .read()
      .map(({ unit, caller, resource, quantity }) => [
        `${byName(caller)} ${unit} ${resource.replace('library-test-', '').replace(/-[A-Z0-9]{12}$/, '')}`,
        quantity,
      ]);
    expect(Object.fromEntries(usage)).toMatchObject({
      'user http.requests test-library': 1,
      'function:lend lambda.requests lend': 1,
      'function:lend dynamodb.writeUnits Loans': 1,
      'function:announce lambda.requests announce': 1,
      'function:announce eventbridge.events library-desk': 1,
      'function:confirm lambda.requests confirm': 1,
      'function:confirm sqs.requests letters': 1,
      'function:post lambda.requests post': 1,
      // Wait only, so far.
      'stateMachine:loan-period stepfunctions.transitions loan-period': 1,
    });
  });

  it('have the lines that Lambda writes, and those of the function between them', async () => {
    const library = await openLibrary(directory);
    await library.request('POST', '/loans', EMMA);
    await library.untilDay(0.5);
    const lines = library.lab.logs.read('/aws/lambda/library-test-post').map(({ message }) => message);
    expect(lines).toEqual([
      expect.stringMatching(/^START RequestId: [\da-f-]{36} Version: \$LATEST$/),
      expect.stringMatching(/^2026-01-01T00:00:\d\d\.\d{3}Z\t[\da-f-]{36}\tINFO\ta letter on emma to anne$/),
      expect.stringMatching(/^END RequestId: /),
      expect.stringMatching(/^REPORT RequestId: .*\tDuration: .*\tMemory Size: 1024 MB\t.*Init Duration: /),
    ]);
  });
});

it('the same seed gives the same days again, to the byte', async () => {
  const live = async (seed: number): Promise<string> => {
    const library = await openLibrary(directory, seed);
    await library.request('POST', '/loans', EMMA);
    await library.request('POST', '/loans', { ...EMMA, book: 'persuasion', reader: 'nobody' });
    await library.untilDay(15);
    return JSON.stringify([library.seen, library.lab.meter.read(), await library.execution('emma')]);
  };
  const first = await live(7);
  expect(await live(7)).toBe(first);
  expect(await live(8)).not.toBe(first);
});

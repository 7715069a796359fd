import { describe, expect, it } from '@jest/globals';
import { catalogue, MAX_EVENT_BYTES } from '../../src/contracts/index.ts';
import { lintEvent } from '../../src/contracts/lint/lint-event.ts';
import { readEvents } from '../../src/contracts/lint/read-events.ts';
import { watchIds } from '../../src/contracts/lint/unique-ids.ts';
import { changed } from './samples.ts';

/** An event of somebody else's, with nothing to complain of. */
const foreign = {
  specversion: '1.0',
  id: 'photo-1-resized',
  source: '/photos/processor',
  type: 'com.photoapp.image.resized',
  time: '2026-01-13T10:00:00Z',
  data: { photoId: 'photo-1', imageWidth: 1024 },
};

/** `path rule` of each finding. */
const found = (event: unknown) => lintEvent(event).map(({ path, rule }) => `${path} ${rule}`);

const withData = (data: unknown, changes: object = {}) => ({ ...foreign, ...changes, data });

describe('envelope: CloudEvents 1.0.2, context attributes', () => {
  it('has nothing against a good event of anybody', () => {
    expect(found(foreign)).toEqual([]);
  });

  it.each([
    ['specversion', 'cloudevents'],
    ['id', 'id'],
    ['source', 'cloudevents'],
    ['type', 'type'],
    ['time', 'timestamp'],
  ])('misses %s, absent or null', (name, rule) => {
    expect(found({ ...foreign, [name]: undefined })).toContain(`${name} ${rule}`);
    expect(found({ ...foreign, [name]: null })).toContain(`${name} ${rule}`);
  });

  it.each([
    ['specversion', '0.3'],
    ['id', ''],
    ['id', 7],
    ['source', 'order service'],
    ['time', 'yesterday'],
    ['time', '2026-01-13T10:00:00'],
    ['time', '2026-02-30T10:00:00Z'],
    ['subject', ''],
    ['datacontenttype', 'json'],
    ['dataschema', '/schemas/1'],
    ['correlationId', 'x'],
    ['correlation_id', 'x'],
    ['averyverylongattribute', 'x'],
    ['retries', 1.5],
    ['sequence', 2 ** 31],
    ['context', { nested: true }],
    ['data_base64', 'AA=='],
  ])('refuses %s: %j', (name, value) => {
    expect(found({ ...foreign, [name]: value }).map((line) => line.split(' ')[0])).toContain(name);
  });

  it.each([
    ['time', '2026-01-13t10:00:00.5z'],
    ['subject', 'photo-1'],
    ['datacontenttype', 'application/json; charset=utf-8'],
    ['dataschema', 'urn:photoapp:schema:1'],
    ['sampled', true],
    ['sequence', -(2 ** 31)],
  ])('accepts %s: %j', (name, value) => {
    expect(found({ ...foreign, [name]: value })).toEqual([]);
  });

  it.each([[7], [null], [[]]])('says once that %j is no object', (value) => {
    expect(found(value)).toEqual(['event cloudevents']);
  });

  it('says once that an object is something else altogether', () => {
    expect(found({ orderId: '12345', s3Key: 'a' })).toEqual(['event cloudevents']);
  });
});

describe('correlation id', () => {
  it.each([
    [{}, { correlationid: '12345' }],
    [{}, { subject: '12345' }],
    [{ orderId: 12345 }, {}],
    [{ file_id: 'f' }, {}],
    [{ id: 'f' }, {}],
  ])('is found in data %j and attributes %j', (data, attributes) => {
    expect(found(withData(data, attributes))).toEqual([]);
  });

  it.each([[{}], [{ orderId: '' }], [{ orderId: null }], [{ paid: true, grid: 4 }], [undefined]])(
    'is missing from data %j',
    (data) => {
      expect(found(withData(data))).toEqual(['data correlation']);
    },
  );
});

describe('type: reverse DNS, domain, and a fact', () => {
  const judge = (type: string) =>
    lintEvent({ ...foreign, type, data: { photoId: 'p' } }).filter(({ rule }) => rule === 'type');

  it.each([
    ...catalogue.keys(),
    'com.photoapp.metadata.extracted',
    'com.acme.order.item.added',
    'com.acme.order.OrderCreated',
    'com.acme.order.created.v2',
    'com.acme.letter.sent',
    'com.acme.order.item-sold',
    'com.acme.oven.ready',
  ])('%s is one', (type) => {
    expect(judge(type)).toEqual([]);
  });

  it.each([
    ['com.pizzaco.payment.refund', "'refund' is a command", 'refunded'],
    ['com.pizzaco.inventory.release', "'release' is a command", 'released'],
    ['com.acme.order.create', "'create' is a command", 'created'],
    ['com.acme.payment.refundPayment', "'refundPayment' is a command", 'refunded'],
    ['com.acme.letter.send', "'send' is a command", 'sent'],
    ['com.pizzaco.order.event', "'event' does not say what happened", 'past tense'],
    ['com.acme.order.proceed', 'neither past tense nor a known state', 'past tense'],
    ['com.acme.order.constructor', 'neither past tense nor a known state', 'past tense'],
    ['order.created', 'lacks a reverse-DNS name', 'com.example.order.created'],
    ['created', 'lacks a reverse-DNS name', 'com.example.order.created'],
    ['com.acme..created', 'has an empty part', 'name'],
  ])('%s: %s', (type, problem, remedy) => {
    expect(judge(type)).toEqual([
      expect.objectContaining({
        rule: 'type',
        path: 'type',
        problem: expect.stringContaining(problem),
        remedy: expect.stringContaining(remedy),
      }),
    ]);
  });
});

describe("only the owner's fields: our types, by the catalogue", () => {
  it.each([
    [{ paymentId: 'pay-1' }, ['data.paymentId ownership']],
    [
      { inventory: { reservationId: 'r', expiresAt: 't' } },
      ['data.inventory.reservationId ownership', 'data.inventory.expiresAt ownership'],
    ],
    [{ lines: [{ chefName: 'Mario Rossi' }] }, ['data.lines[0].chefName ownership']],
    [{ s3Bucket: 'b' }, ['data.s3Bucket ownership']],
    [{ reason: 'a word that several services use for their own' }, []],
    [{ table: 7 }, []],
  ])('order.created with %j', (data, expected) => {
    expect(found(changed({}, data))).toEqual(expected);
  });

  it('names the owner and the id to correlate by', () => {
    expect(lintEvent(changed({}, { paymentId: 'pay-1' }))).toEqual([
      {
        rule: 'ownership',
        path: 'data.paymentId',
        problem: 'belongs to the payment service, not to order',
        remedy: 'publish it there and correlate by orderId',
      },
    ]);
  });

  it("correlates by what an event shares with others rather than by an id of the publisher's making", () => {
    const type = 'com.acme.payment.completed';
    const [finding] = lintEvent(
      withData({ paymentId: 'p', basketId: 'b', chefName: 'Mario Rossi' }, { type }),
    );
    expect(finding?.remedy).toBe('publish it there and correlate by basketId');
  });

  it('lets no service publish the fact of another (errata: kitchen emits order.cancelled)', () => {
    const event = changed({
      type: 'com.pizzaco.order.cancelled',
      source: 'kitchen-service',
      dataschema: undefined,
    });
    expect(found(event)).toEqual(['source ownership']);
  });
});

describe("only the owner's fields: anybody's types, by the usual owners", () => {
  it('lets the owner have its own, told by type or source', () => {
    const upload = { fileId: 'f', uploadedBy: 'user-456', originalFilename: 'a.jpg' };
    expect(found(withData(upload, { type: 'com.photoapp.photo.uploaded' }))).toEqual([]);
    expect(
      found(withData(upload, { type: 'com.photoapp.photo.received', source: 'upload-service' })),
    ).toEqual([]);
    expect(found(withData({ fileId: 'f', s3Key: 'k' }, { type: 'com.photoapp.photo.stored' }))).toEqual([]);
  });

  it('leaves ids alone, for correlating is what they are for', () => {
    expect(found(withData({ orderId: 'o', uploadId: 'u', chefId: 'c' }))).toEqual([]);
  });
});

describe('sensitive data', () => {
  it.each([
    [{ card: '4111 1111 1111 1111' }, 'data.card'],
    [{ card: 4111111111111111 }, 'data.card'],
    [{ note: 'paid with 5500-0055-5555-5559, thanks' }, 'data.note'],
    [{ contacts: [{ mail: 'ann@example.com' }] }, 'data.contacts[0].mail'],
    [{ password: 'x' }, 'data.password'],
    [{ cvv: 123 }, 'data.cvv'],
  ])('%j', (data, path) => {
    expect(found(withData({ photoId: 'p', ...data }))).toEqual([`${path} sensitive`]);
  });

  it.each([
    [{ card: '4111 1111 1111 1112' }],
    [{ reference: 'txn-4111111111111111' }],
    [{ at: 1768298400000 }],
    [{ handle: '@ann' }],
    [{ password: null }],
  ])('not %j', (data) => {
    expect(found(withData({ photoId: 'p', ...data }))).toEqual([]);
  });

  it('is never quoted', () => {
    expect(JSON.stringify(lintEvent(withData({ photoId: 'p', mail: 'ann@example.com' })))).not.toContain(
      'ann',
    );
  });

  it("is not the publisher's address", () => {
    expect(found({ ...foreign, source: 'mailto:images@example.com' })).toEqual([]);
  });
});

describe('size', () => {
  it('is below 256 KB', () => {
    expect(found(withData({ photoId: 'p', pixels: 'x'.repeat(MAX_EVENT_BYTES) }))).toEqual(['event size']);
    expect(found(withData({ photoId: 'p', pixels: 'x'.repeat(MAX_EVENT_BYTES - 500) }))).toEqual([]);
  });
});

describe('contract, for whoever names one of our schemas', () => {
  it.each([
    [changed({}, { toppings: [1] }), ['data.toppings[0] contract']],
    [changed({ attempt: 0 }), ['attempt contract']],
    [changed({ correlationid: '54321' }), ['event contract']],
    [changed({ time: 'now' }), ['time timestamp']],
    [changed({ dataschema: 'https://pizzaco.example/schemas/order.created/2' }), ['dataschema contract']],
    [changed({ type: 'com.pizzaco.order.garnished' }), ['type contract']],
    [changed({ attempt: undefined, dataschema: undefined }), []],
  ])('case %#', (event, expected) => {
    expect(found(event)).toEqual(expected);
  });
});

describe('unique ids', () => {
  it('lets an event be met twice, and no id name two events', () => {
    const lintId = watchIds();
    const other = withData({ photoId: 'photo-2' });
    expect(lintId(foreign, 'a.json')).toEqual([]);
    expect(lintId({ ...foreign, time: '2026-01-13T11:00:00Z' }, 'b.json')).toEqual([]);
    expect(lintId({ ...other, source: 'another' }, 'c.json')).toEqual([]);
    expect(lintId(other, 'd.json')).toEqual([
      expect.objectContaining({ path: 'id', problem: 'is the id of another event, in a.json' }),
    ]);
  });
});

describe('readEvents', () => {
  it.each([
    ['{"a":1}', ['']],
    ['\uFEFF\n{\n"a":1}\n', ['']],
    ['[{},{}]', ['[0]', '[1]']],
    ['{}\n\n{}\r\n{}', [':1', ':3', ':4']],
  ])('%j', (text, suffixes) => {
    expect(readEvents(text).map(({ suffix }) => suffix)).toEqual(suffixes);
  });

  it.each([
    ['', 'there is no event in it'],
    ['[]', 'there is no event in it'],
    ['{\n"a": }', 'Unexpected token'],
    ['{}\n{"a"', 'line 2: '],
  ])('not %j', (text, message) => {
    expect(() => readEvents(text)).toThrow(message);
  });
});

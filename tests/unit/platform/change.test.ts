import { describe, expect, it } from '@jest/globals';
import { EventTooLarge, kitchenReady, kitchenRejected } from '../../../src/contracts/index.ts';
import { type ChangeDeps, change, takeNew } from '../../../src/platform/change.ts';
import type { Command } from '../../../src/platform/command.ts';
import { ConflictingPayload, TooContended } from '../../../src/platform/errors.ts';
import { type AlsoWrite, type Decide, keep, type Row, write } from '../../../src/platform/row.ts';
import type { Rows } from '../../../src/platform/rows.ts';
import { answerOf, saidEvent } from '../../../src/platform/said.ts';
import { memoryRows } from '../fakes/rows.ts';

interface Counter extends Row {
  readonly count: number;
}

const NOON = Date.parse('2026-01-13T12:00:00Z');
const DAY = 24 * 60 * 60_000;
const data = {
  status: 'ready-for-preparation',
  correlationData: { paymentId: 'pay-12345-001', reservationId: 'res-12345-001', chefId: 'chef-mario' },
};

const command = (name: string, attempt = 1, hash = 'hash'): Command => ({
  name,
  orderId: '12345',
  data: undefined,
  cause: { id: `cause-${name}-${attempt}`, hash, attempt },
});

/** Counts, and says nothing. */
const count: Decide<Counter, unknown> = (row) =>
  write<Counter>({ status: 'counting', count: (row?.count ?? 0) + 1 });

/** Counts, and says kitchen.ready. */
const announce: Decide<Counter, unknown> = (row) =>
  write<Counter>({ status: 'announced', count: (row?.count ?? 0) + 1 }, { type: kitchenReady.type, data });

const read = { take: 'read' } as const;
const create = { take: 'create' } as const;

/** Rows in memory, the times of a clock that can be set, and the pauses taken. */
const given = (rows: Rows<Counter> & { all?(): readonly Counter[] } = memoryRows<Counter>()) => {
  const world = { now: NOON, trace: undefined as string | undefined, pauses: [] as number[] };
  const deps: ChangeDeps<Counter> = {
    rows,
    clock: () => world.now,
    pause: async (ms) => {
      world.pauses.push(ms);
    },
    trace: () => world.trace,
  };
  return { deps, world, rows };
};

/** Rows under which somebody else writes before each of the first `times` writes. */
const contended = (times: number) => {
  const rows = memoryRows<Counter>();
  let left = times;
  const other = async (): Promise<void> => {
    if (left-- <= 0) return;
    const { rows: _, ...deps } = given().deps;
    await change({ ...deps, rows }, command(`other-${left}`), count, read);
  };
  return {
    ...rows,
    write: async (...args: Parameters<Rows<Counter>['write']>) => {
      await other();
      return rows.write(...args);
    },
  };
};

describe('a command that is new', () => {
  it('is decided, and its state, marker and fact are one write', async () => {
    const { deps } = given();
    expect(await change(deps, command('announce'), announce, create)).toEqual({
      orderId: '12345',
      status: 'announced',
      count: 1,
      version: 1,
      heard: { announce: { hash: 'hash', attempt: 1, answer: kitchenReady.type } },
      said: {
        [kitchenReady.type]: {
          time: '2026-01-13T12:00:00.000Z',
          data,
          attempt: 1,
          causationid: 'cause-announce-1',
        },
      },
      outbox: kitchenReady.type,
      expiresOn: (NOON + 60 * DAY) / 1000,
    });
  });

  it.each([
    ['is none of the contract', { ...data, status: 1 }, TypeError],
    ['is too large for the bus', { ...data, note: 'x'.repeat(1_048_576) }, EventTooLarge],
  ])('is not written when its fact %s', async (_what, said, error) => {
    const { deps, rows } = given();
    const decide = () =>
      write<Counter>({ status: 'announced', count: 1 }, { type: kitchenReady.type, data: said });
    await expect(change(deps, command('announce'), decide, create)).rejects.toThrow(error);
    expect(rows.all?.()).toEqual([]);
  });

  it('lives for 60 days after its last write', async () => {
    const { deps, world } = given();
    await change(deps, command('one'), count, read);
    world.now = NOON + 3 * DAY;
    const row = await change(deps, command('two'), count, read);
    expect(row?.expiresOn).toBe((NOON + 63 * DAY) / 1000);
  });

  it('writes nothing when the decision is to keep', async () => {
    const { deps, rows } = given();
    expect(await change(deps, command('look'), () => keep, read)).toBeUndefined();
    await change(deps, command('one'), count, read);
    expect(await change(deps, command('look'), () => keep, read)).toMatchObject({ version: 1 });
    expect(rows.all?.()[0]?.heard).not.toHaveProperty('look');
  });

  it('leaves no outbox behind when its write says nothing', async () => {
    const { deps } = given();
    await change(deps, command('announce'), announce, create);
    const row = await change(deps, command('count'), count, read);
    expect(row).toMatchObject({ version: 2, count: 2, said: { [kitchenReady.type]: { attempt: 1 } } });
    expect(row).not.toHaveProperty('outbox');
  });

  it('leaves the trace in force in the row, and the fact carries it', async () => {
    const { deps, world } = given();
    world.trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const row = await change(deps, command('announce'), announce, create);
    expect(answerOf(row, command('announce'))).toMatchObject({
      traceheader: world.trace,
      causationid: 'cause-announce-1',
    });
  });
});

describe('taking the row', () => {
  it.each([
    ['create', create, 0],
    ['read', read, 1],
  ] as const)('%s: reads so often', async (_, options, reads) => {
    const { deps } = given();
    let asked = 0;
    const rows: Rows<Counter> = {
      ...deps.rows,
      read: (orderId) => {
        asked++;
        return deps.rows.read(orderId);
      },
    };
    await change({ ...deps, rows }, command('one'), count, options);
    expect(asked).toBe(reads);
  });

  it('as for a new order creates at first, and reads when nudged: the row is there', () => {
    expect([1, 2, 3].map((attempt) => takeNew(command('one', attempt)))).toEqual(['create', 'read', 'read']);
  });

  it('creates optimistically: whoever is there comes back from the failed condition', async () => {
    const { deps } = given();
    await change(deps, command('one'), count, create);
    const seen: (number | undefined)[] = [];
    const noting: Decide<Counter, unknown> = (row, heard) => {
      seen.push(row?.version);
      return count(row, heard);
    };
    expect(await change(deps, command('two'), noting, create)).toMatchObject({ version: 2, count: 2 });
    expect(seen).toEqual([undefined, 1]);
  });

  it('takes a row in hand, and finds out when it is not the latest', async () => {
    const { deps } = given();
    const first = await change(deps, command('one'), count, create);
    await change(deps, command('two'), count, read);
    const row = await change(deps, command('three'), count, { take: { have: first as Counter } });
    expect(row).toMatchObject({ version: 3, count: 3 });
  });
});

describe('contention', () => {
  it('decides again on what stands there now', async () => {
    const { deps, world } = given(contended(3));
    expect(await change(deps, command('mine'), count, read)).toMatchObject({ version: 4, count: 4 });
    expect(world.pauses).toHaveLength(3);
  });

  it('never loses an update, and leaves no gap between versions (S7)', async () => {
    const { deps, rows } = given();
    const commands = Array.from({ length: 5 }, (_, index) => command(`c${index}`));
    const written = await Promise.all(commands.map((each) => change(deps, each, count, read)));
    expect(written.map((row) => row?.version).toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(rows.all?.()[0]).toMatchObject({ count: 5, version: 5 });
  });

  it('waits ever longer at most, up to a second, and gives up in the end', async () => {
    const { deps, world } = given(contended(Number.POSITIVE_INFINITY));
    await expect(change(deps, command('mine'), count, read)).rejects.toThrow(TooContended);
    expect(world.pauses).toHaveLength(12);
    expect(world.pauses.slice(0, 7)).toEqual([40, 80, 160, 320, 640, 1_000, 1_000]);
  });

  it('hands over the other writes of the transaction that refused, after the pause, and decides again', async () => {
    const order: string[] = [];
    const refusals = [[1], []];
    const { deps } = given(memoryRows<Counter>(() => refusals.shift() ?? []));
    const onRefused = async (refused: readonly AlsoWrite[]): Promise<void> => {
      order.push(`refused ${refused.map(({ Update }) => Update?.TableName)}`);
    };
    const pause = async (): Promise<void> => {
      order.push('pause');
    };
    const also = ['Stock', 'Roster'].map((TableName) => ({
      Update: { TableName, Key: {}, UpdateExpression: '' },
    }));
    const countAlso: typeof count = () => ({ ...write<Counter>({ status: 'counting', count: 1 }), also });
    const row = await change({ ...deps, pause }, command('one'), countAlso, { take: 'create', onRefused });
    expect(row).toMatchObject({ version: 1 });
    expect(order).toEqual(['pause', 'refused Roster']);
  });
});

describe('a write that was applied although its acknowledgement was lost (H18)', () => {
  /** The write is applied; the SDK tries again by itself, and the condition fails on the own row. */
  const ambiguous = () => {
    const rows = memoryRows<Counter>();
    let lost = false;
    return {
      ...rows,
      write: async (...args: Parameters<Rows<Counter>['write']>) => {
        if (lost) return rows.write(...args);
        lost = true;
        await rows.write(...args);
        return rows.write(...args);
      },
    };
  };

  it.each(['create', 'read'] as const)('is found to be the own one (%s)', async (take) => {
    const { deps, rows } = given(ambiguous());
    const row = await change(deps, command('announce'), announce, { take });
    expect(row).toMatchObject({ version: 1, count: 1 });
    expect(rows.all?.()).toEqual([row]);
    expect(answerOf(row, command('announce'))?.id).toBe('kitchen-12345-ready');
  });

  it('is decided again where it said nothing: the decision has to see what it has done', async () => {
    const { deps } = given(ambiguous());
    const once: Decide<Counter, unknown> = (row, heard) =>
      row?.heard[heard.name] === undefined ? count(row, heard) : keep;
    expect(await change(deps, command('count'), once, read)).toMatchObject({ version: 1, count: 1 });
  });

  it('is not said a second time when it repeated a fact', async () => {
    const first = given();
    await change(first.deps, command('announce'), announce, create);
    let writes = 0;
    const rows: Rows<Counter> = {
      ...first.deps.rows,
      write: async (...args) => {
        writes++;
        await first.deps.rows.write(...args);
        return first.deps.rows.write(...args);
      },
    };
    const row = await change({ ...first.deps, rows }, command('announce', 2), announce, read);
    expect(row).toMatchObject({ version: 2, count: 1 });
    expect(writes).toBe(1);
  });
});

describe('a command heard before', () => {
  it('is ignored under an equal or a lower attempt, and answers as it did', async () => {
    const { deps } = given();
    await change(deps, command('announce', 3), announce, create);
    for (const attempt of [3, 2, 1]) {
      const row = await change(deps, command('announce', attempt), announce, create);
      expect(row).toMatchObject({ version: 1, count: 1 });
      expect(answerOf(row, command('announce', attempt))).toMatchObject({ attempt: 3 });
    }
  });

  it('under a higher attempt says the same fact again, exactly: id, time, data and cause', async () => {
    const { deps, world } = given();
    const first = await change(deps, command('announce'), announce, create);
    const before = saidEvent(first as Counter, kitchenReady.type);
    world.now = NOON + 7 * 60_000;
    const again = await change(deps, command('announce', 4), announce, read);
    expect(saidEvent(again as Counter, kitchenReady.type)).toEqual({ ...before, attempt: 4 });
    expect(again).toMatchObject({
      version: 2,
      count: 1,
      outbox: kitchenReady.type,
      heard: { announce: { attempt: 4 } },
    });
  });

  it('says that fact again even from a row that has moved on, and changes nothing else of it', async () => {
    const { deps } = given();
    await change(deps, command('announce'), announce, create);
    const moved = await change(deps, command('count'), count, read);
    const again = await change(deps, command('announce', 2), announce, read);
    expect(again).toMatchObject({ status: moved?.status, count: moved?.count, outbox: kitchenReady.type });
  });

  it('without an answer yet is decided again: it may have been cut off half way', async () => {
    const { deps } = given();
    await change(deps, command('work'), count, create);
    const row = await change(deps, command('work'), announce, read);
    expect(row).toMatchObject({ version: 2, count: 2, outbox: kitchenReady.type });
  });

  it('keeps the highest attempt when an older delivery finishes the work', async () => {
    const { deps } = given();
    await change(deps, command('work', 2), count, create);
    const row = await change(deps, command('work', 1), announce, read);
    expect(row?.heard).toMatchObject({ work: { attempt: 2, answer: kitchenReady.type } });
  });

  it.each([1, 2])(
    'with another payload is a conflict, and writes nothing (H8, attempt %i)',
    async (attempt) => {
      const { deps, rows } = given();
      const before = await change(deps, command('announce'), announce, create);
      await expect(change(deps, command('announce', attempt, 'other'), announce, create)).rejects.toThrow(
        ConflictingPayload,
      );
      expect(rows.all?.()).toEqual([before]);
    },
  );
});

describe("the service's own initiative", () => {
  const initiative = { take: 'read', initiative: true } as const;

  it('is not remembered, so that it is never a duplicate', async () => {
    const { deps } = given();
    await change(deps, command('announce'), announce, create);
    await change(deps, command('nudge', 2), announce, initiative);
    const row = await change(deps, command('nudge', 3), announce, initiative);
    expect(Object.keys(row?.heard ?? {})).toEqual(['announce']);
    expect(row?.said[kitchenReady.type]).toEqual({
      time: '2026-01-13T12:00:00.000Z',
      data,
      attempt: 3,
      causationid: 'cause-announce-1',
    });
  });

  it("goes on with the order's trace as it was left, not with the trace of who looked", async () => {
    const { deps, world } = given();
    world.trace = 'Root=1-the-order';
    await change(deps, command('announce'), announce, create);
    world.trace = 'Root=1-the-schedule';
    const nudged = await change(deps, command('nudge', 2), announce, initiative);
    const heard = await change(deps, command('count'), count, read);
    expect([nudged?.trace, heard?.trace]).toEqual(['Root=1-the-order', 'Root=1-the-schedule']);
  });
});

describe('answerOf', () => {
  it('is undefined without a row, for a command never heard, and while the work is under way', async () => {
    const { deps } = given();
    const row = await change(deps, command('work'), count, create);
    expect(answerOf(undefined, command('work'))).toBeUndefined();
    expect(answerOf(row, command('other'))).toBeUndefined();
    expect(answerOf(row, command('work'))).toBeUndefined();
  });

  it('refuses to make up a fact that was never said', async () => {
    const { deps } = given();
    const row = await change(deps, command('announce'), announce, create);
    expect(() => saidEvent(row as Counter, kitchenRejected.type)).toThrow('never said');
  });
});

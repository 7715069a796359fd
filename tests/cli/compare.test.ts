import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

const compare = (...args: string[]): string =>
  execFileSync('node_modules/.bin/node', ['scripts/compare.ts', ...args], { encoding: 'utf8' });

describe('npm run compare', () => {
  it('--json prints one document: every scenario asked for, both ways, with what it cost', () => {
    const { scenarios } = JSON.parse(compare('--scenario', 'card-declined', '--scenario', 'happy', '--json'));
    const run = (outcome: string, undone: object) => ({
      outcome,
      undone: expect.objectContaining(undone),
      units: expect.objectContaining({ 'lambda.requests': expect.any(Number) }),
      costPerMillion: expect.any(Number),
      minimumPerMillion: expect.any(Number),
    });
    const pair = (name: string, outcome: string, undone: object) => ({
      name,
      choreography: expect.objectContaining(run(outcome, undone)),
      orchestration: expect.objectContaining(run(outcome, undone)),
      faults: [],
    });
    expect(scenarios).toEqual([
      pair('card-declined', 'cancelled:1', { refunds: 0, stockReleases: 1, chefReleases: 1 }),
      pair('happy', 'completed:1', { refunds: 0, stockReleases: 0, chefReleases: 0 }),
    ]);
  });

  it('--orders places that many at once, beside a minimum where they go as the scenario says', () => {
    const args = ['--scenario', 'happy', '--scenario', 'contention', '--orders', '3', '--json'];
    const [happy, contention] = JSON.parse(compare(...args)).scenarios;
    const run = { outcome: 'completed:3', orders: 3, minimumPerMillion: expect.any(Number) };
    expect(happy).toMatchObject({ choreography: run, orchestration: run });
    // Portions for ten: nobody is refused.
    const alone = { ...run, minimumPerMillion: null };
    expect(contention).toMatchObject({ choreography: alone, orchestration: alone });
  });

  it('runs a scenario once, however often it is named', () => {
    const { scenarios } = JSON.parse(compare('--scenario', 'happy', '--scenario', 'happy', '--json'));
    expect(scenarios).toHaveLength(1);
  });

  it('says the same twice: one seed, one run', () => {
    expect(compare('--scenario', 'happy')).toBe(compare('--scenario', 'happy'));
  });

  it('--story tells the way of an order under both patterns, with what caused what', () => {
    const story = compare('--scenario', 'happy', '--story');
    expect(story).toMatch(/relay +publishes payment\.completed \(because of order\.created\)/);
    expect(story).toMatch(/aggregator +writes its row: ready, saying kitchen\.ready/);
    expect(story).toMatch(/state machine +brings the task chargePayment to payment/);
    expect(story).toMatch(/order +writes its row: completed, saying order\.completed/);
  });

  it('--story says what faults did not let happen, and that what is lost is brought again', () => {
    const names = ['lost-created', 'crash-between', 'lost-cancelled'];
    const story = compare(...names.flatMap((name) => ['--scenario', name]), '--story');
    const [, lost = '', crash = '', aborted = ''] = story.split(/^[\w-]+, by choreography$/m);
    expect(
      lost.match(/bus +brings order\.created .+ to (payment|inventory|chef): lost on the way$/gm),
    ).toHaveLength(3);
    expect(lost).toMatch(
      /stream of Order +brings a row that says order\.created to starter: lost on the way$/m,
    );
    expect(crash).toMatch(/relay +publishes order\.created .+: did not happen \(Runtime\.ExitError\)$/m);
    expect(crash).toMatch(/chef +writes its row: ASSIGNED, .+: happened, but the answer was lost /);
    expect(crash).toMatch(/Lambda +brings order\.created .+ to chef again$/m);
    expect(aborted).toMatch(/state machine +ends the execution [0-9a-f]{20}: ABORTED$/m);
  });

  it('--story has a story for each of several orders', () => {
    const story = compare('--scenario', 'happy', '--orders', '2', '--story');
    const stories = story.split(/^happy, by \w+, order [0-9a-f]{20}$/m).slice(1);
    expect(stories).toHaveLength(4);
    for (const each of stories) {
      expect(each).toMatch(/HTTP API +brings POST/);
      expect(each.match(/order +writes its row: completed, saying/g)).toHaveLength(1);
    }
  });

  it('--story says what was refused, and so is not so', () => {
    const story = compare('--scenario', 'out-of-stock', '--story');
    expect(story).toMatch(/inventory +writes its row: HELD, .+: refused \(TransactionCanceledException\)\n/);
    expect(story).toMatch(/inventory +writes its row: UNAVAILABLE, saying inventory\.unavailable\n/);
  });
});

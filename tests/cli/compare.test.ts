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

  it('--orders places that many at once', () => {
    const { scenarios } = JSON.parse(compare('--scenario', 'happy', '--orders', '3', '--json'));
    expect(scenarios[0].choreography).toMatchObject({ outcome: 'completed:3', orders: 3 });
    expect(scenarios[0].orchestration).toMatchObject({ outcome: 'completed:3', orders: 3 });
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

  it('--story says what was refused, and so is not so', () => {
    const story = compare('--scenario', 'out-of-stock', '--story');
    expect(story).toMatch(/inventory +writes its row: HELD, .+: refused \(TransactionCanceledException\)\n/);
    expect(story).toMatch(/inventory +writes its row: UNAVAILABLE, saying inventory\.unavailable\n/);
  });
});

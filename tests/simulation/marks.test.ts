import { describe, expect, it } from '@jest/globals';
import type { FaultError, Passage } from '../../lab/kernel/point.ts';
import { createMarks } from '../../scripts/simulation/marks.ts';

const error: FaultError = { name: 'ThrottlingException', message: 'Rate exceeded' };

describe('a branch of recovery', () => {
  it.each<[string, Passage | undefined, string[]]>([
    ['is marked when it was taken', undefined, ['run restarted']],
    [
      'is marked when nobody heard of it',
      { copies: 1, error: { ...error, when: 'after' } },
      ['run restarted'],
    ],
    ['is not marked when a fault kept it from being taken', { copies: 1, error }, []],
  ])('%s', (_, struck, hit) => {
    const marks = createMarks();
    const [source, target] = ['function:pizza-reconciler', 'states:StartExecution'];
    marks.onPoint({ kind: 'call', source, target, payload: { name: 'o1-2' } }, struck);
    expect([...marks.hit]).toEqual(hit);
  });

  it('is not marked by a delivery that is lost', () => {
    const marks = createMarks();
    const [source, target] = ['queue:RetryQueue', 'function:payment'];
    marks.onPoint({ kind: 'delivery', source, target, payload: {} }, { copies: 0, error: undefined });
    expect([...marks.hit]).toEqual([]);
    marks.onPoint({ kind: 'delivery', source, target, payload: {} });
    expect([...marks.hit]).toEqual(['retry queue delivers']);
  });
});

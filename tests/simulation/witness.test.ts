import { describe, expect, it } from '@jest/globals';
import { createWitness } from '../../scripts/simulation/witness.ts';

describe('a forged event', () => {
  it.each<[string, string, string | undefined, string[]]>([
    ['was taken by a function that answered', 'succeeded', undefined, ['forged-1']],
    ['was taken by a task that refused it for good', 'failed', 'ConflictingPayload', ['forged-1']],
    ['will be tried again after any other failure', 'failed', 'ProviderUnavailable', []],
  ])('%s', (_, target, errorType, taken) => {
    const witness = createWitness();
    witness.expectForged('forged-1');
    const result = { payload: errorType === undefined ? null : { errorType } };
    const payload = { source: 'user', payload: { id: 'forged-1' }, result };
    witness.onPoint({ kind: 'outcome', source: 'function:payment', target, payload });
    expect([...witness.taken]).toEqual(taken);
  });
});

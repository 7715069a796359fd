import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../lab/kernel/random.ts';
import { physicalName } from '../../../lab/template/physical-name.ts';

/** CloudFormation Template Reference Guide, "Name type". */
describe('the name of a resource that names itself nowhere', () => {
  it('is made of the stack, the logical id and a random part', () => {
    expect(physicalName('library-dev', 'Late', createRandom(1))).toMatch(/^library-dev-Late-[A-Z0-9]{12}$/);
  });

  it('keeps its random part when the type allows no more', () => {
    const name = physicalName('library-dev', 'L'.repeat(80), createRandom(1), 64);
    expect(name).toMatch(/^library-dev-L+-[A-Z0-9]{12}$/);
    expect(name).toHaveLength(64);
  });
});

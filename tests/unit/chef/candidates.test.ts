import { describe, expect, it } from '@jest/globals';
import { inOrderOfChoice } from '../../../src/services/chef/candidates.ts';

const skill = (chefId: string, specialty: boolean) => ({ chefId, name: chefId, specialty, prepTime: 12 });

describe('the order of choice', () => {
  const skills = [
    skill('a', false),
    skill('b', true),
    skill('c', false),
    skill('d', true),
    skill('e', false),
  ];
  const chosen = (preference: number) => inOrderOfChoice(skills, preference).map(({ chefId }) => chefId);

  it('begins with specialists, each order with another one', () => {
    expect(chosen(0).join('')).toBe('bdace');
    expect(chosen(1).join('')).toBe('dbcea');
    expect(chosen(2).join('')).toBe('bdeac');
  });

  it('is nobody where nobody makes the recipe', () => {
    expect(inOrderOfChoice([], 7)).toEqual([]);
  });
});

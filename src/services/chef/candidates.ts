/** That a chef makes a recipe, and how well. */
export interface Skill {
  readonly chefId: string;
  readonly name: string;
  /** The recipe is this chef's own. */
  readonly specialty: boolean;
  /** Minutes. */
  readonly prepTime: number;
}

/**
 * Specialists first, then the others, each from another one on, so that not every order asks the same chef first.
 *
 * @param preference any whole number from 0 up
 */
export const inOrderOfChoice = (skills: readonly Skill[], preference: number): readonly Skill[] => [
  ...startingAt(
    preference,
    skills.filter((skill) => skill.specialty),
  ),
  ...startingAt(
    preference,
    skills.filter((skill) => !skill.specialty),
  ),
];

const startingAt = (preference: number, skills: readonly Skill[]): readonly Skill[] => {
  const first = preference % Math.max(skills.length, 1);
  return [...skills.slice(first), ...skills.slice(0, first)];
};

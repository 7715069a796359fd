import type { Guard } from './guards.ts';

/** The text without the guard. @throws Error unless the guard stands there exactly once */
export const mutate = (text: string, { name, file, find, replace }: Guard): string => {
  const parts = text.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(
    `guard "${name}" stands ${parts.length - 1} times in ${file}; mend scripts/simulation/guards.ts`,
  );
};

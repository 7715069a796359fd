import type { Random } from '../kernel/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SUFFIX_LENGTH = 12;

/**
 * The name CloudFormation gives to a resource that names itself nowhere: `<stack>-<logical id>-<random>`.
 * The random part stays whole when the type's longest name cuts the rest short.
 * Source: CloudFormation Template Reference Guide, "Name type".
 */
export const physicalName = (stackName: string, logicalId: string, random: Random, longest = 255): string => {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[random.integer(ALPHABET.length)]).join(
    '',
  );
  return `${`${stackName}-${logicalId}`.slice(0, longest - SUFFIX_LENGTH - 1)}-${suffix}`;
};

/** Numbers that depend on what they are drawn for alone: a fault left out does not shift the chances of the others. */

/** The finaliser of MurmurHash3: every bit of the input changes every bit of the output. */
const mix = (value: number): number => {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

/** FNV-1a, 32 bits. */
export const hashText = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

/** Adds a number to a hash. */
export const combine = (hash: number, value: number): number =>
  mix(Math.imul(hash ^ (value | 0), 0x9e3779b1) + 0x7f4a7c15);

/** A float in [0, 1) for a hash. */
export const chanceOf = (hash: number): number => hash / 4294967296;

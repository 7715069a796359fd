import { BlockList, isIP } from 'node:net';
import { invalidPattern } from './invalid-pattern.ts';

type Family = 'ipv4' | 'ipv6';

const family = (address: string): Family => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** Whether the text is an IP address that patterns understand (no zone). */
export const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');

/** What is no address of this family is in no block: no IPv4 address is in `::/0`. */
const isIn =
  (list: BlockList, of: Family) =>
  (text: string): boolean =>
    list.check(text, of);

/** An IP address as an exact value matches its other spellings too: `::1` and `0:0:0:0:0:0:0:1`. */
export const sameAddress = (address: string): ((text: string) => boolean) => {
  const list = new BlockList();
  list.addAddress(address, family(address));
  return isIn(list, family(address));
};

/** Compiles `cidr`, for IPv4 and IPv6. A mask over the whole address is refused, as EventBridge does. */
export const cidr = (block: string): ((text: string) => boolean) => {
  const [address = '', mask = '', ...more] = block.split('/');
  if (!block.includes('/') || more.length > 0) throw invalidPattern("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw invalidPattern('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw invalidPattern('Malformed CIDR, mask bits must not be negative');
  if (!isAddress(address)) throw invalidPattern(`Nonstandard IP address: ${address}`);
  const limit = family(address) === 'ipv4' ? 32 : 128;
  if (bits >= limit) throw invalidPattern(`${limit === 32 ? 'IPv4' : 'IPv6'} mask bits must be < ${limit}`);
  const list = new BlockList();
  list.addSubnet(address, bits, family(address));
  return isIn(list, family(address));
};

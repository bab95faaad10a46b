import { BlockList, isIP } from 'node:net';
import type { Comparison } from './comparison.ts';

export const ipAddress: Comparison = {
  wants: 'an address or a range of them (CIDR)',
  test: (expected) => {
    const range = rangeOf(expected);
    if (range === undefined) return 'malformed';
    return (actual) => isIP(actual) !== 0 && range.check(actual, familyOf(actual));
  },
};

function rangeOf(cidr: string): BlockList | undefined {
  const [address = '', bits, ...rest] = cidr.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(prefix <= most)) return undefined;
  const range = new BlockList();
  range.addSubnet(address, prefix, familyOf(address));
  return range;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

import { BlockList, isIP } from 'node:net';
import type { Comparison } from './comparison.ts';

export const ipAddress: Comparison = {
  wants: 'an address or a range of them (CIDR)',
  test: (expected) => {
    const [address = '', bits, ...rest] = expected.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (version === 0 || rest.length > 0 || !(prefix <= most)) return 'malformed';
    const family = version === 4 ? 'ipv4' : 'ipv6';
    const range = new BlockList();
    range.addSubnet(address, prefix, family);
    // BlockList also finds an IPv4 address in ::/0.
    return (actual) => isIP(actual) === version && range.check(actual, family);
  },
};

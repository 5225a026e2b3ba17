import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Networks that no address of the public internet is in (IANA's registries of special-purpose addresses). */
const V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

const V6 = [
  ['::', 128],
  ['::1', 128],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  // With an address of version 4 inside, which may be any of the above.
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
] as const;

// Two lists: to one that has `::ffff:0:0/96`, every address of version 4 belongs.
const blocked4 = new BlockList();
const blocked6 = new BlockList();
for (const [network, bits] of V4) blocked4.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of V6) blocked6.addSubnet(network, bits, 'ipv6');

/** Whether a request to it may reach this machine or its neighbours. What is no address counts as such. */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return blocked4.check(address, 'ipv4');
  if (isIPv6(address)) return blocked6.check(address, 'ipv6');
  return true;
}

import { isIPv6 } from 'node:net';
import { addressGroup } from '../http/addressGroup.ts';

/** The network of an address rather than the machine: enough for a person to recognise it, and to keep. */
export const networkOf = (address: string): string => {
  const group = addressGroup(address);
  if (!group.endsWith('::/64')) return isIPv6(group) ? group : group.replace(/\.\d+$/, '.0');
  return `${group.split(':').slice(0, 3).join(':')}::`;
};

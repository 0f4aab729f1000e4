import type { Resolution } from '@mesh-markets/contract';
import { PersonLink } from './PersonLink.tsx';

/** Who decided a market. */
export const Decider = ({ resolution: { resolvedBy } }: { readonly resolution: Resolution }) =>
  resolvedBy === undefined ? <span>the operator</span> : <PersonLink user={resolvedBy} />;

import type { UserSummary } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { paths } from '../../lib/paths.ts';

/** `@ana`, leading to the person. */
export const PersonLink = ({ user }: { readonly user: UserSummary }) => (
  <Link
    to={paths.profile(user.handle)}
    className="text-text underline decoration-line underline-offset-2 hover:decoration-current"
    title={user.name}
  >
    @{user.handle}
  </Link>
);

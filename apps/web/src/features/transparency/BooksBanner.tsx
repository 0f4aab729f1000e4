import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { transparencyQuery } from '../../api/transparencyQueries.ts';
import { paths } from '../../lib/paths.ts';
import { useMe } from '../account/useSession.ts';

/** For admins, on every page, while the last audit found something. */
export const BooksBanner = () => {
  const isAdmin = useMe()?.role === 'admin';
  const audit = useQuery({ ...transparencyQuery(), enabled: isAdmin }).data?.lastAudit;
  if (!isAdmin || audit === undefined || audit.clean) return null;
  return (
    <p role="alert" className="mt-5 rounded-md bg-danger-soft px-4 py-2 text-sm text-danger">
      <strong className="font-semibold">The books are not right.</strong> The last audit found broken laws.{' '}
      <Link to={paths.transparency()} className="underline">
        See which
      </Link>
      , and stop trading until you know why.
    </p>
  );
};

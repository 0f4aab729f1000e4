import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries.ts';

/** On every page of a demo, so that nobody takes its people and prices for real ones. */
export const DemoBanner = () => {
  const isDemo = useQuery(instanceQuery()).data?.demo === true;
  if (!isDemo) return null;
  return (
    <p className="mt-5 rounded-md bg-sunken px-4 py-2 text-xs text-muted">
      <strong className="font-semibold text-text">Demo.</strong> The people and trades here are invented. Join
      and try anything.
    </p>
  );
};

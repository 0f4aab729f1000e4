import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { instanceQuery } from '../../api/queries.ts';

/** On a fresh instance: the one thing that only its operator can do. */
export const SetupHint = () => {
  const needsAdmin = useQuery(instanceQuery()).data?.needsAdmin === true;
  if (!needsAdmin) return null;
  return (
    <p className="mt-4 flex items-start gap-3 rounded-md bg-notice-soft px-4 py-3 text-sm text-notice">
      <KeyRound aria-hidden size={18} className="mt-px shrink-0" />
      This site has no admin yet. If you run it, join, then open the set-up link that the server wrote to its
      log.
    </p>
  );
};

import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries.ts';

/** Who pays for opening a market on this instance; the creator, until the server has said otherwise. */
export const useSubsidyFrom = () => useQuery(instanceQuery()).data?.subsidyFrom ?? 'CREATOR';

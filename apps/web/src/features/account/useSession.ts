import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.ts';

/** The signed-in person; null for a visitor, undefined until the server has said. */
export const useMe = () => useQuery(meQuery()).data;

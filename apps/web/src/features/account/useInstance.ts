import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries.ts';

/** What the operator decided; undefined until the server has said. */
export const useInstance = () => useQuery(instanceQuery()).data;

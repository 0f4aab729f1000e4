import { ApiError, type CallInput, newKey } from '@mesh-markets/client';
import type { AnswerOf, RouteName } from '@mesh-markets/contract';
import { type UseMutationOptions, type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { client } from './client.ts';

type Input<N extends RouteName> = Omit<CallInput<N>, 'idempotencyKey' | 'signal'>;

type GenericCall<N extends RouteName> = (name: N, input: CallInput<N>) => Promise<AnswerOf<N>>;

/**
 * A write by route name: `useApiMutation('placeTrade')`, then `mutate({ params, body })`.
 * The idempotency key belongs to the intent: sending the same input again after a lost answer repeats the key, so the
 * server answers with what already happened; a different input gets a new key.
 */
export const useApiMutation = <N extends RouteName>(
  name: N,
  options: Omit<UseMutationOptions<AnswerOf<N>, Error, Input<N>>, 'mutationFn'> = {},
): UseMutationResult<AnswerOf<N>, Error, Input<N>> => {
  const intent = useRef<{ content: string; key: string }>(undefined);

  return useMutation({
    ...options,
    mutationFn: async (input: Input<N>) => {
      const content = JSON.stringify(input);
      if (intent.current?.content !== content) intent.current = { content, key: newKey() };
      const call = { ...input, idempotencyKey: intent.current.key } as unknown as CallInput<N>;
      try {
        const answer = await (client.call as GenericCall<N>)(name, call);
        intent.current = undefined;
        return answer;
      } catch (error) {
        // Refused for good: the same words said again are a new wish. Only a lost answer keeps its key.
        if (error instanceof ApiError && error.problem.status < 500) intent.current = undefined;
        throw error;
      }
    },
  });
};

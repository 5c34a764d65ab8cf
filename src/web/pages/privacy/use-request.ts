// One request on its page: asked again while Sauma works on it, and put in place by the answer of every deed.
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { problemOf } from '../../problem.ts';

export type Request = ReturnType<typeof CONTRACTS.erasure.answer.parse>;
export type RequestItem = ReturnType<typeof CONTRACTS.erasures.answer.parse>['items'][number];
export type Step = Request['steps'][number];
export type Review = ReturnType<typeof CONTRACTS.erasureReview.answer.parse>;
export type ReviewItem = Review['items'][number];

/** Codes of what cannot be done with a request as it stands. */
const CLASHES = ['request-moved', 'request-state', 'too-late', 'which-person', 'not-looked', 'undecided', 'step-unknown', 'step-moved'] as const;

const WORKING_MS = 1_500;
const RESTING_MS = 20_000;

export function useRequest(id: string): UseQueryResult<Request> {
  const api = useApi();
  return useQuery({
    queryKey: ['erasure', id],
    queryFn: ({ signal }) => api.ask(CONTRACTS.erasure, { params: { id }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.waitsFor === 'machine' ? WORKING_MS : RESTING_MS),
  });
}

/** Of the request as it stands: another version may have found other things. */
export function useReview({ id, version }: Request): UseQueryResult<Review> {
  const api = useApi();
  return useQuery({ queryKey: ['erasure-review', id, version], queryFn: ({ signal }) => api.ask(CONTRACTS.erasureReview, { params: { id }, signal }) });
}

/** @param send answers the request as it is afterwards */
export function useDeed<Given = void>(id: string, send: (given: Given) => Promise<Request>, done: string | null): UseMutationResult<Request, Error, Given> {
  const { t } = useText();
  const [queries, notify] = [useQueryClient(), useNotify()];
  return useMutation({
    mutationFn: send,
    onSuccess: (request) => {
      queries.setQueryData(['erasure', id], request);
      void queries.invalidateQueries({ queryKey: ['erasure-review', id] });
      void queries.invalidateQueries({ queryKey: [CONTRACTS.erasures.path] });
      if (done !== null) notify.done(done);
    },
    onError: (error) => {
      void queries.invalidateQueries({ queryKey: ['erasure', id] });
      const { code } = problemOf(error);
      const clash = CLASHES.find((one) => one === code);
      if (clash === undefined) notify.failed(error);
      else notify.refused(t(`privacy:clash.${clash}`));
    },
  });
}

type Bare = (typeof CONTRACTS)['askIdentity' | 'discoverSubject' | 'retryErasure' | 'eraseAgain' | 'liftErasure' | 'cancelErasure'];

/** A deed that sends nothing but the id. */
export function useSimpleDeed(id: string, contract: Bare, done: string): UseMutationResult<Request, Error, void> {
  const api = useApi();
  return useDeed(id, () => api.act(contract as typeof CONTRACTS.discoverSubject, { params: { id }, body: {} }), done);
}

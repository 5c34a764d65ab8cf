// How much waits in the inboxes, beside their names in the navigation. Invariant: it is asked for by those who may look into them, once a
// minute and after every answer; while nobody knows, nothing is shown.
import { Badge, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { shape, wholeNumber } from '../checks.ts';
import { useText } from '../i18n/language.ts';
import { useApi, useFormat } from '../outside.ts';

const counts = shape({ conflicts: wholeNumber, matches: wholeNumber, held: wholeNumber });
const MINUTE_MS = 60_000;

export function WaitingCount({ of }: { readonly of: 'conflicts' | 'matches' | 'held' }): ReactElement | null {
  const { t } = useText();
  const { number } = useFormat();
  const api = useApi();
  const { data } = useQuery({ queryKey: ['inbox', 'counts'], queryFn: ({ signal }) => api.get('/inbox/counts', counts, { signal }), refetchInterval: MINUTE_MS, staleTime: MINUTE_MS / 2, retry: false });
  const count = data?.[of] ?? 0;
  if (count === 0) return null;
  return <Badge color="gray" size="sm" ml="auto" component="span"><span aria-hidden="true">{count > 999 ? `${number(Math.floor(count / 1000))}k` : number(count)}</span><VisuallyHidden>{t('shell:waiting', { count, shown: number(count) })}</VisuallyHidden></Badge>;
}

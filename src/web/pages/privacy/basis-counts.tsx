// How many contacts have no legal basis, and how many records wait for one, or would. Invariant: it says which of the two it is.
import { Anchor, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { KeyFigure } from '../../components/key-figure.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { SectionCard } from '../record/section-card.tsx';

export function BasisCounts(): ReactElement | null {
  const { t } = useText();
  const { number } = useFormat();
  const api = useApi();
  const session = useSession();
  const counts = useQuery({ queryKey: [CONTRACTS.legalBasisCounts.path], queryFn: ({ signal }) => api.ask(CONTRACTS.legalBasisCounts, { signal }) });
  if (counts.isError) return <ErrorNotice error={counts.error} onRetry={() => void counts.refetch()} />;
  if (counts.data === undefined) return null;
  const { contacts, without, waiting, required } = counts.data;
  return (
    <SectionCard title={t('rights:retention.bases')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">{t(required ? 'rights:retention.basesOn' : 'rights:retention.basesOff')}</Text>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <KeyFigure label={t('rights:retention.basesNow')} value={number(without)} detail={t('rights:retention.basesOf', { figure: number(contacts) })} />
          <KeyFigure label={t('rights:retention.waitPsa')} value={number(waiting.psa)} />
          <KeyFigure label={t('rights:retention.waitCrm')} value={number(waiting.crm)} />
        </SimpleGrid>
        {may(session, { reads: ['contacts'] }) && <div><Anchor component={Link} to="/contacts?legalBasis=no">{t('rights:retention.show')}</Anchor></div>}
      </Stack>
    </SectionCard>
  );
}

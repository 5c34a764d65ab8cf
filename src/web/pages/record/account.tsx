// One account: what it is, what it has bought, what is open, who its people are, and what happened. Invariant: each part is there for
// whoever may see it, and only for them; nobody is shown an empty frame in its place.
import { Badge, Grid, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { Remarks } from '../billing/remarks.tsx';
import { AccountContacts } from './account-contacts.tsx';
import { AccountFigures } from './account-figures.tsx';
import { AccountSalesCases } from './account-sales-cases.tsx';
import { EditButton } from './edit-drawer.tsx';
import { FieldList } from './field-list.tsx';
import { OpenWork } from './open-work.tsx';
import { SectionCard } from './section-card.tsx';
import { SidesLine } from './sides-line.tsx';
import { Timeline } from './timeline.tsx';
import { useRecord } from './use-record.ts';
import { useValueText } from './value-text.ts';
import classes from './record.module.css';

/** They stand in the head of the page. */
const IN_HEAD = ['name'];

export default function Account(): ReactElement {
  const { id = '' } = useParams();
  const { t } = useText();
  const session = useSession();
  const api = useApi();
  const reads = (right: string): boolean => may(session, { reads: [right] });
  const record = useRecord('account', id, reads('accounts'));
  const header = useQuery({ queryKey: ['account-header', id], queryFn: ({ signal }) => api.ask(CONTRACTS.header, { params: { id }, query: {}, signal }), enabled: reads('purchaseHistory') });
  const wanted = reads('accounts') ? record : header;
  if (wanted.isPending) return <PageSkeleton />;
  const name = record.data?.name ?? header.data?.name ?? t('record:account.unnamed');
  if (wanted.isError) return <><PageHeader title={t('record:account.title')} /><ErrorNotice error={wanted.error} onRetry={() => void wanted.refetch()} /></>;
  return (
    <>
      <PageHeader
        title={name}
        text={<Stack gap={6} mt={4}><Classes record={record.data} header={header.data} />{record.data && <SidesLine record={record.data} />}</Stack>}
        actions={record.data && <EditButton record={record.data} name={name} />}
      />
      <Stack gap="md">
        {header.data && <AccountFigures id={id} header={header.data} />}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <div className={classes['side']}>
              {reads('salesCases') && <AccountSalesCases id={id} />}
              {reads('purchaseHistory') && <OpenWork id={id} />}
              {reads('purchaseHistory') && <Timeline account={id} />}
              {!reads('purchaseHistory') && record.data && <FieldList record={record.data} without={IN_HEAD} />}
            </div>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <div className={classes['side']}>
              {reads('contacts') && <AccountContacts id={id} />}
              {reads('purchaseHistory') && record.data && <FieldList record={record.data} without={IN_HEAD} />}
              {(reads('purchaseHistory') || reads('billableFlow')) && <SectionCard><Remarks about="account" id={id} /></SectionCard>}
            </div>
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
}

interface ClassesProps {
  readonly record: ReturnType<typeof useRecord>['data'];
  readonly header: { readonly valueClass: 'A' | 'B' | 'C' | null; readonly sizeClass: 'small' | 'medium' | 'large' | null } | undefined;
}

/** What kind of account it is, in a few words. */
function Classes({ record, header }: ClassesProps): ReactElement {
  const { t } = useText();
  const valueText = useValueText();
  const told = ['lifecycle', 'industry', 'owner'].flatMap((name) => {
    const field = record?.fields.find((one) => one.name === name);
    const text = field === undefined ? null : valueText(field, field.now);
    return text === null ? [] : [{ name, text }];
  });
  return (
    <Group gap={6}>
      {header?.valueClass && <Badge color="spruce">{t('record:figures.valueClass', { name: header.valueClass })}</Badge>}
      {header?.sizeClass && <Badge color="gray">{t(`record:figures.size.${header.sizeClass}`)}</Badge>}
      {told.map(({ name, text }) => <Badge key={name} color={name === 'lifecycle' ? 'thread' : 'gray'}>{text}</Badge>)}
    </Group>
  );
}

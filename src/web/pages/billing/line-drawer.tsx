// One row of the billable flow with all that is known of it, where it leads, and the remarks on its account and its project.
import { Anchor, Drawer, Group, Stack, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { queryText } from '../../api.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import classes from './line-drawer.module.css';
import type { Line } from './line.ts';
import { useKindText } from './move-text.tsx';
import { RecordLink } from '../../components/record-link.tsx';
import { Remarks } from './remarks.tsx';
import { StateBadge } from './state-badge.tsx';

/** @param line null: closed */
export function LineDrawer({ line, onClose }: { readonly line: Line | null; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  return (
    <Drawer opened={line !== null} onClose={onClose} position="right" size="md" title={t('billing:lines.details')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {line && <Details line={line} />}
    </Drawer>
  );
}

function Details({ line }: { readonly line: Line }): ReactElement {
  const { t } = useText();
  const { date, hours, money } = useFormat();
  const session = useSession();
  const kindText = useKindText();
  const { account, deal, project, projectName, projectNumber } = line;
  const facts: readonly (readonly [title: string, value: ReactNode])[] = [
    [t('billing:column.account'), <RecordLink key="account" to="account" id={account}>{line.customerName ?? line.customer}</RecordLink>],
    [t('billing:column.project'), project !== null && <Anchor key="project" size="sm" component={Link} to={`/billing/lines${queryText({ project })}`}>{[projectNumber, projectName].filter((part) => part !== null).join(' ')}</Anchor>],
    [t('billing:column.deal'), deal !== null && <RecordLink key="deal" to="deal" id={deal}>{projectName ?? deal}</RecordLink>],
    [t('billing:column.owner'), line.ownerName],
    [t('billing:column.date'), line.date !== null && date(line.date)],
    [t('billing:lines.since'), line.since !== null && date(line.since)],
    [t('billing:column.hours'), line.hours !== null && hours(line.hours)],
    [t('billing:column.amount'), line.amount !== undefined && money({ amount: line.amount, currency: line.currency })],
    [t('billing:column.invoice'), line.invoiceNumber],
    [t('billing:column.psa'), <Text key="psa" size="xs" className={classes['id'] ?? ''}>{line.id}</Text>],
  ];
  return (
    <Stack>
      <Group gap="xs"><StateBadge state={line.state} /><Text fw={600}>{kindText(line.kind)}</Text></Group>
      {line.billingCustomerName !== null && <Text size="sm">{t('billing:lines.pays', { name: line.billingCustomerName })}</Text>}
      <dl className={classes['facts']}>
        {facts.map(([title, value]) => value !== null && value !== false && value !== '' && <div key={title}><dt>{title}</dt><dd>{value}</dd></div>)}
      </dl>
      {may(session, { reads: ['purchaseHistory'] }) && account !== null && <Remarks about="account" id={account} />}
      {may(session, { reads: ['purchaseHistory'] }) && project !== null && <Remarks about="project" id={project} />}
    </Stack>
  );
}

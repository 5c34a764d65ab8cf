// Tokens for programs: what each may do, until when, when it was used; making one and revoking one. Invariant: revoking is asked about
// first, for it cannot be taken back.
import { Badge, Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Column, Filter } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { RoleBadges, useRoles } from './role-badges.tsx';
import { SectionLinks } from './section-links.tsx';
import { TokenForm } from './token-form.tsx';

type Token = ReturnType<typeof CONTRACTS.tokens.answer.parse>['items'][number];

const STATES = ['working', 'over', 'revoked'] as const;
const COLORS = { working: 'green', over: 'gray', revoked: 'gray' } as const;

export default function Tokens(): ReactElement {
  const { t, language } = useText();
  const { instant } = useFormat();
  const roles = useRoles();
  const mayChange = may(useSession(), { changes: ['roles'] });
  const [making, setMaking] = useState(false);
  const columns = useMemo<readonly Column<Token>[]>(
    () => [
      { id: 'name', title: t('users:tokens.name'), sortable: true, render: ({ name }) => <Text span size="sm" fw={600}>{name}</Text>, long: true },
      { id: 'state', title: t('users:tokens.state'), render: ({ state }) => <Badge variant="light" color={COLORS[state]}>{t(`users:tokens.${state}`)}</Badge>, width: 120 },
      { id: 'roles', title: t('users:tokens.roles'), render: (token) => <RoleBadges names={token.roles} all={roles.data} none="" /> },
      { id: 'expiresAt', title: t('users:tokens.expiresAt'), sortable: true, render: ({ expiresAt }) => instant(expiresAt), width: 160 },
      { id: 'lastUsedAt', title: t('users:tokens.lastUsedAt'), sortable: true, render: ({ lastUsedAt }) => (lastUsedAt === null ? t('users:tokens.never') : instant(lastUsedAt)), width: 160 },
      { id: 'createdAt', title: t('users:tokens.createdAt'), sortable: true, render: ({ createdAt }) => instant(createdAt), width: 160, initiallyHidden: true },
      { id: 'createdBy', title: t('users:tokens.createdBy'), render: ({ createdBy }) => createdBy, long: true, initiallyHidden: true },
      ...(mayChange ? [{ id: 'revoke', title: t('users:tokens.revoke'), render: (token: Token) => (token.state === 'working' ? <Revoke token={token} /> : null), width: 130 }] : []),
    ],
    [t, instant, roles.data, mayChange],
  );
  const filters = useMemo<readonly Filter[]>(() => [{ id: 'state', kind: 'choice', label: t('users:tokens.state'), options: STATES.map((value) => ({ value, label: t(`users:tokens.${value}`) })) }], [t]);
  const also = useMemo(() => ({ locale: language }), [language]);
  return (
    <>
      <PageHeader text={t('users:tokens.text')} actions={mayChange && <Button onClick={() => setMaking(true)}>{t('users:tokens.add')}</Button>} />
      <SectionLinks at="/users/tokens" />
      <DataTable<Token>
        name="tokens" label={t('users:tokens.title')} path={CONTRACTS.tokens.path} schema={CONTRACTS.tokens.answer} columns={columns} filters={filters} also={also} searchLabel={t('users:tokens.search')}
        idOf={({ id }) => id} nameOf={({ name }) => name} empty={{ title: t('users:tokens.empty'), text: t('users:tokens.emptyText') }}
      />
      {making && <TokenForm roles={roles.data} onClose={() => setMaking(false)} />}
    </>
  );
}

function Revoke({ token: { id, name } }: { readonly token: Token }): ReactElement {
  const { t } = useText();
  const [api, notify, confirm, queries] = [useApi(), useNotify(), useConfirm(), useQueryClient()];
  const revoke = useMutation({
    mutationFn: () => api.act(CONTRACTS.revokeToken, { params: { id }, body: {} }),
    onSuccess: () => {
      notify.done(t('users:tokens.wasRevoked', { name }));
      void queries.invalidateQueries({ queryKey: [CONTRACTS.tokens.path] });
    },
    onError: notify.failed,
  });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('users:tokens.ask', { name }), text: t('users:tokens.askText'), yes: t('users:tokens.revoke'), dangerous: true })) revoke.mutate();
  };
  return <Button size="compact-sm" variant="default" aria-label={t('users:tokens.revokeOne', { name })} loading={revoke.isPending} onClick={() => void ask()}>{t('users:tokens.revoke')}</Button>;
}

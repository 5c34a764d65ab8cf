// One person and their open sessions. Invariant: ending all of somebody's sessions is asked about first, and says what it does not do.
import { Badge, Button, Drawer, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat, useNow } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { RoleBadges, type Roles } from './role-badges.tsx';

export type Person = ReturnType<typeof CONTRACTS.people.answer.parse>['items'][number];

/** @param person null: closed */
export function PersonDrawer({ person, roles, onClose }: { readonly person: Person | null; readonly roles: Roles | undefined; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  return (
    <Drawer opened={person !== null} onClose={onClose} position="right" size="md" title={person?.name ?? ''} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {person && <Details key={person.id} person={person} roles={roles} onClose={onClose} />}
    </Drawer>
  );
}

function Details({ person, roles, onClose }: { readonly person: Person; readonly roles: Roles | undefined; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const { instant, ago } = useFormat();
  const now = useNow();
  const [api, notify, confirm, queries] = [useApi(), useNotify(), useConfirm(), useQueryClient()];
  const mayEnd = may(useSession(), { changes: ['roles'] });
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
  const over = (count: number): void => {
    notify.done(t('users:session.ended', { count }));
    void queries.invalidateQueries({ queryKey: [CONTRACTS.people.path] });
  };
  const endOne = useMutation({
    mutationFn: (id: string) => api.act(CONTRACTS.endSession, { params: { id }, body: {} }),
    onSuccess: (answer, id) => {
      setEnded((before) => new Set([...before, id]));
      over(answer.ended);
    },
    onError: notify.failed,
  });
  const endAll = useMutation({
    mutationFn: () => api.act(CONTRACTS.endSessions, { params: { id: person.id }, body: {} }),
    onSuccess: (answer) => {
      over(answer.ended);
      onClose();
    },
    onError: notify.failed,
  });
  const askEndAll = async (): Promise<void> => {
    if (await confirm({ title: t('users:session.ask', { name: person.name }), text: t('users:session.askText'), yes: t('users:session.yes'), dangerous: true })) endAll.mutate();
  };
  const open = person.sessions.filter(({ id }) => !ended.has(id));
  return (
    <Stack>
      {person.email !== null && <Text>{person.email}</Text>}
      <RoleBadges names={person.roles} all={roles} none={t('users:people.noRole')} />
      <Text size="sm" c="dimmed">{t('users:people.firstSeen')}: {instant(person.firstSeenAt)}</Text>
      <Stack gap="xs" component="section" aria-label={t('users:session.title')}>
        <Text fw={600}>{t('users:session.title')}</Text>
        {open.length === 0 && <Text size="sm" c="dimmed">{t('users:session.none')}</Text>}
        {open.map(({ id, startedAt, seenAt, own }) => (
          <Paper key={id} withBorder p="sm">
            <Group justify="space-between" wrap="nowrap">
              <div>
                <Group gap={6}><Text size="sm">{t('users:session.began', { at: instant(startedAt) })}</Text>{own && <Badge variant="light">{t('users:session.own')}</Badge>}</Group>
                <Text size="xs" c="dimmed">{t('users:session.seen', { ago: ago(seenAt, now) })}</Text>
              </div>
              {mayEnd && <Button size="compact-sm" variant="default" aria-label={t('users:session.endOne', { at: instant(startedAt) })} loading={endOne.isPending && endOne.variables === id} onClick={() => endOne.mutate(id)}>{t('users:session.end')}</Button>}
            </Group>
          </Paper>
        ))}
        <Text size="xs" c="dimmed">{t('users:session.hint')}</Text>
      </Stack>
      {mayEnd && open.length > 0 && <Group><Button color="red" variant="light" loading={endAll.isPending} onClick={() => void askEndAll()}>{t('users:session.endAll')}</Button></Group>}
    </Stack>
  );
}

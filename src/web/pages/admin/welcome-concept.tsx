// The second step: what is synced and what a lead is, with the very settings that decide it.
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { SaveBar } from './save-bar.tsx';
import { SettingField } from './setting-field.tsx';
import { useSettingDraft, useSettings } from './use-settings.ts';
import type { Setting } from './use-settings.ts';

/** In the order in which they are decided. */
const DECIDED = ['connections.severa.mode', 'connections.hubspot.mode', 'features.money', 'features.touches', 'features.activities', 'policy.account.gates.psa', 'policy.contact.gates.psa'];

interface ConceptStepProps {
  readonly concept: z.output<typeof CONTRACTS.onboarding.answer>['concept'];
  readonly isOpen: boolean;
}

export function ConceptStep({ concept, isOpen }: ConceptStepProps): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const { data } = useSettings();
  return (
    <Stack gap="sm">
      {isOpen && data && <Decision settings={DECIDED.flatMap((path) => data.settings.filter((setting) => setting.path === path))} />}
      {concept !== null && <Text size="sm" c="dimmed">{t('welcome:concept.confirmed', { by: concept.by, at: instant(concept.at) })}</Text>}
      <Group gap="md">
        <Anchor component={Link} to="/settings?group=features" size="sm">{t('welcome:concept.more')}</Anchor>
        <Anchor component={Link} to="/rules" size="sm">{t('welcome:concept.rules')}</Anchor>
        <Anchor component={Link} to="/maps" size="sm">{t('welcome:concept.stages')}</Anchor>
      </Group>
    </Stack>
  );
}

function Decision({ settings }: { readonly settings: readonly Setting[] }): ReactElement {
  const { t } = useText();
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  const draft = useSettingDraft(settings);
  const mayChange = may(useSession(), { changes: ['settings'] });
  const confirm = useMutation({
    mutationFn: () => api.act(CONTRACTS.confirmConcept, { body: {} }),
    onSuccess: (told) => queries.setQueryData([CONTRACTS.onboarding.path], told),
    onError: notify.failed,
  });
  return (
    <>
      <div>{settings.map((setting) => <SettingField key={setting.path} setting={setting} draft={draft} mayChange={mayChange} />)}</div>
      <SaveBar draft={draft} />
      {mayChange && (
        <Group mt="xs">
          <Button disabled={draft.changes.size > 0} loading={confirm.isPending} onClick={() => confirm.mutate()}>{t('welcome:concept.confirm')}</Button>
          {draft.changes.size > 0 && <Text size="sm" c="dimmed">{t('welcome:concept.unsaved')}</Text>}
        </Group>
      )}
    </>
  );
}

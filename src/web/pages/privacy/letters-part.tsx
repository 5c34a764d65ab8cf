// Letters to the person, ready to be copied. Invariant: Sauma puts no name into them and sends none.
import { Button, Card, CopyButton, Group, SegmentedControl, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import classes from './privacy.module.css';
import type { Request } from './use-request.ts';

export function LettersPart({ request: { id, version } }: { readonly request: Request }): ReactElement {
  const { t, language: own } = useText();
  const api = useApi();
  const [language, setLanguage] = useState<'fi' | 'en'>(own);
  const letters = useQuery({ queryKey: ['erasure-letters', id, version, language], queryFn: ({ signal }) => api.ask(CONTRACTS.erasureLetters, { params: { id }, query: { language }, signal }) });
  const given = letters.data?.letters ?? [];
  const [first] = given;
  return (
    <section aria-labelledby="letters">
      <Group justify="space-between" mb={4}>
        <Title order={2} id="letters">{t('privacy:letters.title')}</Title>
        <SegmentedControl size="xs" aria-label={t('privacy:letters.language')} value={language} onChange={(value) => setLanguage(value as 'fi' | 'en')} data={[{ value: 'fi', label: t('privacy:letters.finnish') }, { value: 'en', label: t('privacy:letters.english') }]} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">{t('privacy:letters.text')}</Text>
      {letters.isPending && <Skeleton height={120} />}
      {letters.isError && <ErrorNotice error={letters.error} onRetry={() => void letters.refetch()} />}
      {first && (
        <Card>
          <Tabs key={`${language} ${given.map(({ kind }) => kind).join(' ')}`} defaultValue={given.at(-1)?.kind ?? first.kind} keepMounted={false}>
            <Tabs.List>{given.map(({ kind }) => <Tabs.Tab key={kind} value={kind}>{t(`privacy:letters.${kind}`)}</Tabs.Tab>)}</Tabs.List>
            {given.map(({ kind, subject, text }) => (
              <Tabs.Panel key={kind} value={kind} pt="sm">
                <Stack gap="xs">
                  <Group justify="space-between" wrap="nowrap" align="flex-start"><Text fw={600} lang={language}>{subject}</Text><CopyButton value={`${subject}\n\n${text}`}>{({ copied, copy }) => <Button size="compact-sm" variant="default" miw="max-content" onClick={copy}>{copied ? t('privacy:letters.copied') : t('privacy:letters.copy')}</Button>}</CopyButton></Group>
                  <Text className={classes['letter'] ?? ''} lang={language}>{text}</Text>
                </Stack>
              </Tabs.Panel>
            ))}
          </Tabs>
        </Card>
      )}
    </section>
  );
}

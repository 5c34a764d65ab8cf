// Whether the audit is as it was written, for whoever asks. Invariant: it says so only after all of it has been read just now.
import { Alert, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { AlertIcon, CheckIcon } from '../../components/icons.tsx';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';

type Told = ReturnType<typeof CONTRACTS.auditCheck.answer.parse>;

const SHOWN = 5;

export function AuditCheck(): ReactElement {
  const { t } = useText();
  const api = useApi();
  const check = useMutation({ mutationFn: () => api.ask(CONTRACTS.auditCheck, {}) });
  return (
    <Paper withBorder p="md" mb="md" component="section" aria-labelledby="audit-check">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <div style={{ flex: '1 1 18rem' }}>
            <Title order={2} size="h5" id="audit-check">{t('audit:check.title')}</Title>
            <Text size="sm" c="dimmed">{t('audit:check.text')}</Text>
          </div>
          <Button variant="default" size="sm" loading={check.isPending} onClick={() => check.mutate()}>{t('audit:check.deed')}</Button>
        </Group>
        <div aria-live="polite">
          {check.isError && <ErrorNotice error={check.error} onRetry={() => check.mutate()} />}
          {check.isSuccess && <Result told={check.data} />}
        </div>
      </Stack>
    </Paper>
  );
}

function Result({ told: { lines, headAt, faults, found } }: { readonly told: Told }): ReactElement {
  const { t } = useText();
  const { instant, number } = useFormat();
  if (faults === 0) {
    return headAt === null ? (
      <Text size="sm">{t('audit:check.nothing')}</Text>
    ) : (
      <Alert color="green" variant="light" icon={<CheckIcon />} title={t('audit:check.whole')}>{t('audit:check.wholeText', { lines: number(lines), at: instant(headAt) })}</Alert>
    );
  }
  return (
    <Alert color="red" variant="light" icon={<AlertIcon />} title={t('audit:check.wrong')}>
      <Text size="sm">{t('audit:check.wrongText', { faults: number(faults), lines: number(lines) })}</Text>
      <List size="sm" mt="xs">
        {found.slice(0, SHOWN).map(({ fault, number: place, lineId }) => (
          <List.Item key={`${fault} ${place} ${lineId}`}>{place === null ? t('audit:check.noLine', { fault: t(`audit:check.fault.${fault}`) }) : t('audit:check.line', { number: number(place), fault: t(`audit:check.fault.${fault}`) })}</List.Item>
        ))}
        {faults > SHOWN && <List.Item>{t('audit:check.more')}</List.Item>}
      </List>
    </Alert>
  );
}

// What the last test of a connection found wrong, and what to do about it.
import { Alert, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { AlertIcon } from '../../components/icons.tsx';
import { useText } from '../../i18n/language.ts';
import type { Connection } from './use-connections.ts';

const KINDS = ['access', 'away', 'refused'] as const;

export function ConnectionProblem({ connection: { name, checked } }: { readonly connection: Connection }): ReactElement | null {
  const { t } = useText();
  const problem = checked?.problem ?? null;
  if (problem === null) return null;
  const kind = KINDS.find((one) => one === problem.code) ?? 'refused';
  return (
    <Alert color="red" variant="light" icon={<AlertIcon />} title={`${name}: ${t('connections:inTrouble')}`} role="alert">
      <Text size="sm">{t(`connections:problem.${kind}`)}</Text>
      <Text size="xs" c="dimmed" mt={4} lang="en">{problem.detail}</Text>
    </Alert>
  );
}

// How it was made sure that it is the person who asks. Invariant: there is no way to keep a copy of a document.
import { Radio, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';

const WAYS = ['repliedFromAddress', 'codeToAddress', 'calledBack', 'inPerson', 'strongAuthentication', 'knownOtherwise'] as const;
export type IdentityWay = (typeof WAYS)[number];

interface IdentityWaysProps {
  /** Null: none is chosen yet. */
  readonly value: IdentityWay | null;
  readonly onChange: (way: IdentityWay) => void;
  readonly error: string | null;
}

export function IdentityWays({ value, onChange, error }: IdentityWaysProps): ReactElement {
  const { t } = useText();
  return (
    <Radio.Group label={t('privacy:identity.label')} value={value ?? ''} onChange={(way) => onChange(way as IdentityWay)} error={error}>
      <Stack gap={6} mt={6}>{WAYS.map((way) => <Radio key={way} value={way} label={t(`privacy:identity.way.${way}`)} />)}</Stack>
    </Radio.Group>
  );
}

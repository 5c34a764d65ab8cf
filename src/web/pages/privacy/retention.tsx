// Retention: the rules, whom they propose, and what is decided about each. Invariant: nothing here erases anybody: what is approved becomes
// a request.
import { Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { BasisCounts } from './basis-counts.tsx';
import { RetentionProposals } from './retention-proposals.tsx';
import { RetentionRules } from './retention-rules.tsx';

export default function Retention(): ReactElement {
  const { t } = useText();
  return (
    <>
      <PageHeader text={t('rights:retention.text')} />
      <Stack>
        <RetentionRules />
        <RetentionProposals />
        <BasisCounts />
      </Stack>
    </>
  );
}

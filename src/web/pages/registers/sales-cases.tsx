// Sales cases: what is in each stage, and the cases themselves as a list or as a board. Invariant: figures, list and board are about the
// same cases, as the address says; open ones unless it says otherwise.
import { Group, SegmentedControl, Stack } from '@mantine/core';
import { useMemo, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import type { Filter } from '../../table/column.ts';
import { CaseBoard } from './case-board.tsx';
import { CaseTable } from './case-table.tsx';
import { QuickChoice, useKind, withParameter } from './quick-choice.tsx';
import { StageSums } from './stage-sums.tsx';
import { choiceOf, useLookedUp, useRegisterChoices } from './use-filter-choices.ts';

const STATES = ['open', 'won', 'lost', 'all'] as const;
const VIEWS = ['list', 'board'] as const;

export default function SalesCases(): ReactElement {
  const { t } = useText();
  const [params, setParams] = useSearchParams();
  const [state, view] = [useKind('state', STATES), useKind('view', VIEWS)];
  const filters = useFilters();
  const states = state === 'all' ? null : state;
  return (
    <>
      <PageHeader text={t('registers:salesCase.text')} />
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <QuickChoice name="state" label={t('registers:state.label')} value={state} kinds={STATES.map((value) => ({ value, label: t(`registers:state.${value}`) }))} />
          <SegmentedControl aria-label={t('registers:salesCase.view')} value={view} onChange={(value) => setParams(withParameter(params, 'view', value === 'list' ? null : value), { replace: true })} data={VIEWS.map((value) => ({ value, label: t(`registers:salesCase.${value}`) }))} />
        </Group>
        {view === 'list' ? <><StageSums state={states} /><CaseTable state={states} filters={filters} /></> : <CaseBoard state={states} />}
      </Stack>
    </>
  );
}

function useFilters(): readonly Filter[] {
  const { t } = useText();
  const [params] = useSearchParams();
  const choices = useRegisterChoices();
  const accounts = useLookedUp('accounts', params.get('account'));
  return useMemo<readonly Filter[]>(() => [
    choiceOf('stage', t('registers:column.stage'), choices, 'stages', 'choices'),
    choiceOf('owner', t('registers:column.owner'), choices, 'owners'),
    { id: 'account', kind: 'choice', label: t('registers:column.account'), ...accounts },
    { id: 'expected', kind: 'date-range', label: t('registers:column.expected') },
  ], [t, choices, accounts]);
}

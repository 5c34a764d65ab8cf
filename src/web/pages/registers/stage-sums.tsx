// What is in each stage, above the list: how many cases, what they are worth, and weighted by probability. Invariant: pressing a stage
// shows just those cases in the list below.
import { Group, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { useCaseQuestion, type CaseState } from './case-question.ts';
import { withParameter } from './quick-choice.tsx';
import classes from './registers.module.css';

export type Sum = z.output<typeof CONTRACTS.salesCaseStages.answer>['items'][number];

export interface Stage {
  /** Null: cases that are in none. */
  readonly id: string | null;
  readonly name: string | null;
  readonly count: number;
  /** One per currency. */
  readonly sums: readonly Sum[];
}

export function useStages(state: CaseState | null): { readonly stages: readonly Stage[] | null; readonly error: unknown; readonly again: () => void } {
  const api = useApi();
  const query = useCaseQuestion(state);
  const { data, error, refetch } = useQuery({ queryKey: [CONTRACTS.salesCaseStages.path, query], queryFn: ({ signal }) => api.ask(CONTRACTS.salesCaseStages, { query, signal }), placeholderData: keepPreviousData });
  const stages = data ? [...Map.groupBy(data.items, ({ stage }) => stage)].map(([id, sums]) => ({ id, sums, name: sums[0]?.name ?? id, count: sums.reduce((all, { count }) => all + count, 0) })) : null;
  return { stages, error, again: () => void refetch() };
}

export function StageSums({ state }: { readonly state: CaseState | null }): ReactElement | null {
  const { t } = useText();
  const [params, setParams] = useSearchParams();
  const { stages, error, again } = useStages(state);
  const chosen = params.getAll('stage');
  if (error !== null && stages === null) return <ErrorNotice error={error} onRetry={again} />;
  if (stages === null) return <Skeleton height={92} />;
  if (stages.length === 0) return null;
  return (
    <ul className={classes['stages']} aria-label={t('registers:stages.label')}>
      {stages.map((stage) => {
        const name = stage.name ?? t('registers:salesCase.noStage');
        const isOn = stage.id !== null && chosen.includes(stage.id);
        const figures = <><Text size="sm" fw={600}>{name}</Text><StageFigures stage={stage} /></>;
        return (
          <li key={stage.id ?? ''}>
            {stage.id === null
              ? <div className={classes['stage']}>{figures}</div>
              : <UnstyledButton className={classes['stage'] ?? ''} aria-pressed={isOn} onClick={() => setParams(withParameter(params, 'stage', isOn ? null : stage.id), { replace: true })}>{figures}</UnstyledButton>}
          </li>
        );
      })}
    </ul>
  );
}

export function StageFigures({ stage: { count, sums } }: { readonly stage: Stage }): ReactElement {
  const { t } = useText();
  const { money } = useFormat();
  const without = sums.reduce((all, { withoutValue }) => all + withoutValue, 0);
  return (
    <>
      {sums.map(({ currency, value, weighted }) => currency !== null && value !== undefined && weighted !== undefined && (
        <Group key={currency} gap={6}><Text size="md" fw={600} className={classes['figure'] ?? ''}>{money({ amount: value, currency })}</Text><Text size="xs" c="dimmed">{t('registers:stages.weighted', { amount: money({ amount: weighted, currency }) })}</Text></Group>
      ))}
      <Text size="xs" c="dimmed">{[t('registers:stages.count', { count }), ...(without > 0 ? [t('registers:stages.withoutValue', { count: without })] : [])].join(', ')}</Text>
    </>
  );
}

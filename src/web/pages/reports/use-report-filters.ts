// What reports about accounts may be narrowed to: an owner, an industry, a segment. Invariant: only to one that the systems know.
import { useMemo } from 'react';
import { useText } from '../../i18n/language.ts';
import type { Filter } from '../../table/column.ts';
import { choiceOf, useRegisterChoices } from '../registers/use-filter-choices.ts';

/** As a day stands in an address. */
export const DAY = /^\d{4}-\d{2}-\d{2}$/u;

export function useReportFilters(): readonly Filter[] {
  const { t } = useText();
  const choices = useRegisterChoices();
  return useMemo(() => [choiceOf('owner', t('reports:column.owner'), choices, 'owners'), choiceOf('industry', t('reports:column.industry'), choices, 'industries'), choiceOf('segment', t('reports:column.segment'), choices, 'segments')], [t, choices]);
}

// "Always decide so": what rule that makes, whom it decides besides, and where it is taken back, said before it is done.
import { Anchor, Checkbox, Collapse, Kbd, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import type { Conflict } from './conflict-choices.ts';

interface AlwaysChoiceProps {
  readonly conflict: Conflict;
  /** Whose value is chosen; empty while none is. */
  readonly system: string;
  readonly always: boolean;
  readonly onAlways: (always: boolean) => void;
}

export function AlwaysChoice({ conflict: { record, field, always: possible }, system, always, onAlways }: AlwaysChoiceProps): ReactElement {
  const { t, language } = useText();
  const api = useApi();
  const session = useSession();
  const summary = useQuery({ queryKey: ['inbox', 'conflictSummary'], queryFn: ({ signal }) => api.ask(CONTRACTS.conflictSummary, { signal }), enabled: always });
  const others = (summary.data?.items.find((one) => one.entity === record.entity && one.field.name === field.name)?.count ?? 1) - 1;
  if (!possible) return <Text size="sm" c="dimmed">{t('inbox:conflicts.alwaysNot')}</Text>;
  const undo = t('inbox:conflicts.alwaysUndo');
  return (
    <div>
      <div data-triage>
        <Checkbox checked={always} onChange={(event) => onAlways(event.currentTarget.checked)} label={<>{t('inbox:conflicts.always')} <Kbd size="xs" visibleFrom="sm" ml={6}>a</Kbd></>} />
      </div>
      <Collapse expanded={always && system !== ''}>
        <Text size="sm" mt={6} ml={30}>
          {t('inbox:conflicts.alwaysText', { field: field.label[language], system })} {others > 0 && t('inbox:conflicts.alwaysOthers', { count: others })}{' '}
          {may(session, { reads: ['configuration'] }) ? <Anchor component={Link} to="/rules" inherit>{undo}</Anchor> : undo}
        </Text>
      </Collapse>
    </div>
  );
}

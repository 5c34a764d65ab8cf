// Sales cases in a few words each, with the way to each of them.
import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { generatePath, Link } from 'react-router';
import rows from '../../components/ruled-list.module.css';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { TOUCH_WORDS } from '../registers/touch-words.ts';
import classes from './record.module.css';

interface Case {
  readonly id: string;
  readonly name: string | null;
  readonly state: string | null;
  readonly stage: string | null;
  readonly expectedOrderDate: string | null;
  readonly currency: string | null;
  readonly amount?: string | null | undefined;
}

const COLOURS: Readonly<Record<string, string>> = { open: 'spruce', won: 'green', lost: 'gray' };
const FIRST = 8;

export function CaseList({ cases }: { readonly cases: readonly Case[] }): ReactElement {
  const { t } = useText();
  const { money, date } = useFormat();
  const [all, setAll] = useState(false);
  if (cases.length === 0) return <Text size="sm" c="dimmed">{t('record:cases.none')}</Text>;
  return (
    <>
      <ul className={rows['list']}>
        {(all ? cases : cases.slice(0, FIRST)).map(({ id, name, state, stage, expectedOrderDate, currency, amount }) => (
          <li key={id}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
              <div className={classes['grow']}>
                <Anchor component={Link} to={generatePath('/sales-cases/:id', { id })} fw={550}>{name ?? t('record:cases.unnamed')}</Anchor>
                <Group gap={8}>
                  {(stage ?? state) !== null && <Badge size="sm" color={COLOURS[state ?? ''] ?? 'gray'}>{stage ?? stateWord(state, t)}</Badge>}
                  {expectedOrderDate !== null && <Text size="xs" c="dimmed">{t('record:cases.expected', { day: date(expectedOrderDate) })}</Text>}
                </Group>
              </div>
              {typeof amount === 'string' && currency !== null && <Text fw={550} className={classes['number'] ?? ''}>{money({ amount, currency })}</Text>}
            </Group>
          </li>
        ))}
      </ul>
      {!all && cases.length > FIRST && <Group mt="xs"><Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>{t('record:cases.all', { count: cases.length })}</Button></Group>}
    </>
  );
}

const STATES = ['open', 'won', 'lost', 'done', 'closed'] as const;

/** Of a case, a project, an activity or a touch; what no word is known for stays as it is. */
export function stateWord(state: string | null, t: ReturnType<typeof useText>['t']): string {
  const known = STATES.find((one) => one === state?.toLowerCase());
  const touch = TOUCH_WORDS[state ?? ''];
  if (touch !== undefined) return t(touch);
  return known === undefined ? (state ?? '') : t(`record:state.${known}`);
}

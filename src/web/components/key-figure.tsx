// One figure that matters, with what it is compared to and how old it is.
import { Card, Group, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../i18n/language.ts';
import { Freshness } from './freshness.tsx';
import classes from './key-figure.module.css';

export interface Change {
  readonly direction: 'up' | 'down' | 'same';
  /** Formatted: "4 200 €". */
  readonly amount: string;
  /** Whether this direction is welcome; null: neither. */
  readonly good: boolean | null;
}

interface KeyFigureProps {
  readonly label: string;
  /** Formatted. */
  readonly value: string;
  readonly detail?: ReactNode;
  readonly change?: Change;
  readonly asOf?: string | null;
  readonly staleAfterSeconds?: number;
  /** Where the figure comes from: the list behind it. */
  readonly to?: string;
}

const ARROWS = { up: '▲', down: '▼', same: '=' } as const;

export function KeyFigure({ label, value, detail, change, asOf, staleAfterSeconds, to }: KeyFigureProps): ReactElement {
  return (
    <Card className={classes['figure'] ?? ''} padding="md">
      <Text size="sm" c="dimmed">{to === undefined ? label : <Link to={to} className={classes['source']}>{label}</Link>}</Text>
      <Text className={classes['value'] ?? ''}>{value}</Text>
      <Group gap={8} mt={4}>{change && <ChangeMark change={change} />}{detail !== undefined && <Text size="xs" c="dimmed">{detail}</Text>}</Group>
      {asOf !== undefined && <div className={classes['age']}><Freshness asOf={asOf} {...(staleAfterSeconds !== undefined && { staleAfterSeconds })} /></div>}
    </Card>
  );
}

/** Direction by sign and words, not by colour alone. */
function ChangeMark({ change: { direction, amount, good } }: { readonly change: Change }): ReactElement {
  const { t } = useText();
  const words = direction === 'same' ? t('parts:change.same') : t(`parts:change.${direction}`, { amount });
  return (
    <Text size="xs" fw={600} span className={classes[good === null ? 'plain' : good ? 'good' : 'bad'] ?? ''}>
      <span aria-hidden="true">{ARROWS[direction]} {direction === 'same' ? words : amount}</span>
      <span className={classes['words']}>{words}</span>
    </Text>
  );
}

// Two values of one field, side by side, with what differs marked by more than colour; and, where there is one, what both last
// agreed on. The values are vendor data: they are shown as text and never as anything else.
import { Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../i18n/language.ts';
import { diffTexts, type Piece } from './text-diff.ts';
import classes from './value-diff.module.css';

export interface DiffSide {
  /** Who shows it: "HubSpot". */
  readonly label: string;
  /** Formatted; null: empty. */
  readonly value: string | null;
  /** Who changed it and when, as far as known. */
  readonly detail?: ReactNode;
  readonly chosen?: boolean;
}

interface ValueDiffProps {
  readonly left: DiffSide;
  readonly right: DiffSide;
  readonly base?: DiffSide;
}

export function ValueDiff({ left, right, base }: ValueDiffProps): ReactElement {
  const { t } = useText();
  const pieces = diffTexts(left.value ?? '', right.value ?? '');
  return (
    <div className={classes['diff']}>
      {base && <SideValue side={base} pieces={[{ text: base.value ?? '', same: true }]} quiet />}
      <SideValue side={left} pieces={pieces.left} />
      <SideValue side={right} pieces={pieces.right} />
      {left.value === right.value && <Text size="sm" c="dimmed">{t('parts:diff.same')}</Text>}
    </div>
  );
}

function SideValue({ side, pieces, quiet = false }: { readonly side: DiffSide; readonly pieces: readonly Piece[]; readonly quiet?: boolean }): ReactElement {
  const { t } = useText();
  return (
    <div className={classes['side']} data-chosen={side.chosen ?? false} data-quiet={quiet}>
      <Text size="xs" fw={600} c="dimmed">{side.label}</Text>
      {side.value === null || side.value === ''
        ? <Text fs="italic" c="dimmed">{t('parts:diff.empty')}</Text>
        : <Text className={classes['value'] ?? ''} component="p" m={0}>{pieces.map(({ text, same }, index) => (same ? <span key={index}>{text}</span> : <mark key={index} className={classes['only']}>{text}</mark>))}</Text>}
      {side.detail !== undefined && <Text size="xs" c="dimmed" component="div">{side.detail}</Text>}
    </div>
  );
}

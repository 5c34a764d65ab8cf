// The values of a conflict side by side, one of them to be chosen: who shows it, who changed it and when, and what differs marked by more
// than colour. The values are vendor data: they are shown as text and never as anything else.
import { Badge, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import type { ReactElement } from 'react';
import { MarkedText } from '../../components/marked-text.tsx';
import { diffTexts, type Piece } from '../../components/text-diff.ts';
import { useShownText } from '../../components/shown-value.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Choice, Conflict, Side } from './conflict-choices.ts';
import classes from './triage.module.css';

interface ChoiceCardsProps {
  readonly conflict: Conflict;
  readonly choices: readonly Choice[];
  readonly chosen: Side | null;
  /** Null: nothing can be chosen. */
  readonly onChoose: ((side: Side) => void) | null;
}

export function ChoiceCards({ conflict, choices, chosen, onChoose }: ChoiceCardsProps): ReactElement {
  const { t } = useText();
  const textOf = useShownText();
  const texts = choices.map(({ shown }) => textOf(shown) ?? '');
  const base = conflict.base === null ? null : textOf(conflict.base);
  return (
    <div className={classes['choices']} role="radiogroup" aria-label={t('inbox:conflicts.question')}>
      {base !== null && !choices.some(({ changed }) => !changed) && (
        <div className={classes['choice']} data-quiet="true">
          <div className={classes['head']}><Text size="xs" fw={600} c="dimmed">{t('inbox:conflicts.base')}</Text></div>
          <p className={classes['value']}>{base}</p>
        </div>
      )}
      {choices.map((choice, index) => (
        <ChoiceCard key={choice.side} choice={choice} number={index + 1} pieces={piecesOf(texts, index, choices)} chosen={choice.side === chosen} onChoose={onChoose} />
      ))}
    </div>
  );
}

/** Against the other value that was changed; what nobody changed is compared with nothing. */
function piecesOf(texts: readonly string[], index: number, choices: readonly Choice[]): readonly Piece[] {
  const own = texts[index] ?? '';
  const rival = texts.find((_text, at) => at !== index && choices[at]?.changed);
  if (rival === undefined || !choices[index]?.changed) return [{ text: own, same: true }];
  return diffTexts(own, rival).left;
}

interface ChoiceCardProps {
  readonly choice: Choice;
  readonly number: number;
  readonly pieces: readonly Piece[];
  readonly chosen: boolean;
  readonly onChoose: ((side: Side) => void) | null;
}

function ChoiceCard({ choice, number, pieces, chosen, onChoose }: ChoiceCardProps): ReactElement {
  const { t } = useText();
  const { list } = useFormat();
  const systems = list(choice.sides.map(({ side }) => t(`inbox:side.${side}`)));
  const body = (
    <>
      <span className={classes['head']}>
        <Text span size="xs" fw={600} c="dimmed">{systems}</Text>
        <Group gap={6} wrap="nowrap" component="span">
          {choice.suggested && <Badge component="span" size="sm">{t('inbox:conflicts.suggested')}</Badge>}
          {onChoose && <Kbd size="xs" visibleFrom="sm" component="span">{number}</Kbd>}
        </Group>
      </span>
      {choice.shown.kind === 'empty'
        ? <Text span fs="italic" c="dimmed">{t('inbox:value.empty')}</Text>
        : <span className={classes['value']}><MarkedText pieces={pieces} /></span>}
      <Author choice={choice} />
    </>
  );
  if (onChoose === null) return <div className={classes['choice']} data-quiet={!choice.changed}>{body}</div>;
  return <UnstyledButton className={classes['choice'] ?? ''} data-quiet={!choice.changed} data-triage role="radio" aria-checked={chosen} onClick={() => onChoose(choice.side)}>{body}</UnstyledButton>;
}

function Author({ choice: { sides, changed } }: { readonly choice: Choice }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const { by, at } = sides.find((one) => one.changed && one.by !== null) ?? sides.find((one) => one.changed) ?? { by: null, at: null };
  const text = !changed ? t('inbox:conflicts.unchanged') : by !== null && at !== null ? t('inbox:conflicts.changedBy', { by, at: instant(at) }) : (by ?? (at === null ? t('inbox:conflicts.unknownAuthor') : t('inbox:conflicts.changedAt', { at: instant(at) })));
  return <Text span size="xs" c="dimmed">{text}</Text>;
}

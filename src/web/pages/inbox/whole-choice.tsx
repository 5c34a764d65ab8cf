// The question about a record that is gone on one side: whether the others go, too. Invariant: nothing is chosen beforehand, because what
// is taken out of use is missed by somebody.
import { Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import type { Choice, Conflict, Side } from './conflict-choices.ts';
import classes from './triage.module.css';

interface WholeChoiceProps {
  readonly conflict: Conflict;
  readonly choices: readonly Choice[];
  readonly chosen: Side | null;
  readonly onChoose: ((side: Side) => void) | null;
}

export function WholeChoice({ conflict: { sides }, choices, chosen, onChoose }: WholeChoiceProps): ReactElement {
  const { t } = useText();
  const { list } = useFormat();
  const system = list(sides.filter(({ changed }) => changed).map(({ side }) => t(`inbox:side.${side}`)));
  return (
    <>
      <Text>{t('inbox:conflicts.whole.gone', { system })}</Text>
      <div className={classes['choices']} role="radiogroup" aria-label={t('inbox:conflicts.whole.gone', { system })}>
        {choices.map(({ side, changed }, index) => (
          <UnstyledButton key={side} className={classes['choice'] ?? ''} data-triage role="radio" aria-checked={side === chosen} disabled={onChoose === null} onClick={() => onChoose?.(side)}>
            <Group justify="space-between" wrap="nowrap" component="span">
              <Text span fw={600}>{t(changed ? 'inbox:conflicts.whole.archive' : 'inbox:conflicts.whole.unlink')}</Text>
              <Kbd size="xs" visibleFrom="sm" component="span">{index + 1}</Kbd>
            </Group>
            <Text span size="sm" c="dimmed">{changed ? t('inbox:conflicts.whole.archiveText') : t('inbox:conflicts.whole.unlinkText', { system })}</Text>
          </UnstyledButton>
        ))}
      </div>
    </>
  );
}

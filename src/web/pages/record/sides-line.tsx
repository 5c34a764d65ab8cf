// Where a record is: one mark for each system, with when and by whom it was last changed there.
import { Alert, Badge, Group, Text, Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { heldWords, WHOLE } from './field-place.tsx';
import type { RecordData } from './use-record.ts';

const COLOURS = { there: 'green', coming: 'spruce', held: 'yellow', absent: 'gray', gone: 'red' } as const;

export function SidesLine({ record }: { readonly record: RecordData }): ReactElement {
  const { t, language } = useText();
  const { instant } = useFormat();
  const elsewhere = record.sides.filter(({ state }) => state === 'there').map(({ side }) => t(`record:system.${side}`)).join(', ');
  return (
    <>
      <Group gap={6} role="group" aria-label={t('record:sides.label')}>
        {record.sides.map(({ side, state, reasons, modifiedAt, modifiedBy }) => {
          const system = t(`record:system.${side}`);
          const reason = reasons.map((one) => heldWords(one, language)).join('; ');
          const words = state === 'held' ? t('record:sides.held', { system, reason }) : t(`record:sides.${state}`, { system });
          const time = modifiedAt === null ? null : instant(modifiedAt);
          const changed = time === null ? words : modifiedBy === null ? t('record:sides.changed', { time }) : t('record:sides.changedBy', { time, name: modifiedBy });
          return <Tooltip key={side} label={changed}><Badge color={COLOURS[state]} tabIndex={0} classNames={WHOLE}>{words}</Badge></Tooltip>;
        })}
        {record.modifiedAt !== null && record.modifiedBy !== null && <Text size="xs" c="dimmed">{t('record:sides.edited', { time: instant(record.modifiedAt), name: record.modifiedBy })}</Text>}
      </Group>
      {record.waitsForMatch && <Alert mt="sm" color="yellow" variant="light">{t('record:sides.matching')}</Alert>}
      {!record.kept && !record.waitsForMatch && elsewhere !== '' && <Text size="sm" c="dimmed" mt={4}>{t('record:sides.notKept', { system: elsewhere })}</Text>}
    </>
  );
}

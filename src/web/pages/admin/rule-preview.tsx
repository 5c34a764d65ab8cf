// What a rule would do to the records there are: how many on which side, and the first ones by name.
import { Card, List, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import type { z } from 'zod';
import type { CONTRACTS } from '../../../api/contract.ts';
import { useShownText } from '../../components/shown-value.ts';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { RecordLink } from '../../components/record-link.tsx';
import { SIDES } from './rule-words.ts';

type Preview = z.output<typeof CONTRACTS.previewRule.answer>;
type Difference = Preview['differences'][number];

export function RulePreview({ entity, preview: { looked, whole, written, otherwise, conflicts, differences } }: { readonly entity: string; readonly preview: Preview }): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const lines = [
    ...SIDES.flatMap((side) => (written[side] === 0 ? [] : [t('rules:result.written', { side: t(`rules:sides.${side}`), records: number(written[side]) })])),
    ...SIDES.flatMap((side) => (otherwise[side] === 0 ? [] : [t('rules:result.otherwise', { side: t(`rules:sides.${side}`), records: number(otherwise[side]) })])),
    ...(conflicts.more === 0 ? [] : [t('rules:result.moreConflicts', { records: number(conflicts.more) })]),
    ...(conflicts.fewer === 0 ? [] : [t('rules:result.fewerConflicts', { records: number(conflicts.fewer) })]),
  ];
  return (
    <Card component="section" aria-label={t('rules:result.title')} role="status">
      <Title order={3} mb="xs">{t('rules:result.title')}</Title>
      <Text size="sm" c="dimmed" mb="xs">{t(whole ? 'rules:result.whole' : 'rules:result.part', { count: looked })}</Text>
      {lines.length === 0 ? <Text>{t('rules:result.nothing')}</Text> : <List>{lines.map((line) => <List.Item key={line}>{line}</List.Item>)}</List>}
      {differences.length > 0 && <Differences entity={entity} differences={differences} />}
    </Card>
  );
}

function Differences({ entity, differences }: { readonly entity: string; readonly differences: readonly Difference[] }): ReactElement {
  const { t } = useText();
  const shown = useShownText();
  const foreseen = (one: Difference['before']): string => (one.kind === 'write' ? (shown(one.to) ?? t('parts:diff.empty')) : t(`rules:result.kind.${one.kind}`));
  return (
    <Stack gap="xs" mt="md">
      <Text size="sm" fw={600}>{t('rules:result.first', { count: differences.length })}</Text>
      <Table.ScrollContainer minWidth={560} type="native" tabIndex={0}>
        <Table>
          <Table.Thead><Table.Tr>{(['record', 'side', 'now', 'before', 'after'] as const).map((column) => <Table.Th key={column}>{t(`rules:result.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {differences.map((one) => (
              <Table.Tr key={`${one.link} ${one.side}`}>
                <Table.Td><RecordLink to={entity} id={one.link}>{one.name}</RecordLink></Table.Td>
                <Table.Td>{t(`rules:sides.${one.side}`)}</Table.Td>
                <Table.Td>{shown(one.now) ?? t('parts:diff.empty')}</Table.Td>
                <Table.Td>{foreseen(one.before)}</Table.Td>
                <Table.Td>{foreseen(one.after)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

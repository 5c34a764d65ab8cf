// A chart and, behind it, the table of the very same figures. Invariants: the table shows exact values (money keeps every digit;
// a bar's height need not); whoever cannot see the chart gets the table; the chart's code is loaded when one is shown.
import { ActionIcon, Card, Group, Skeleton, Table, Text, Title, Tooltip } from '@mantine/core';
import { lazy, Suspense, useId, useState, type ReactElement } from 'react';
import { useText } from '../i18n/language.ts';
import type { Chart } from './chart.ts';
import { ChartIcon, TableIcon } from './icons.tsx';

const ChartDrawing = lazy(() => import('./chart-drawing.tsx'));

export function ChartCard(props: Chart): ReactElement {
  const { title, text, pointTitle, series, points, write, aside } = props;
  const { t } = useText();
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const other = t(asTable ? 'parts:showChart' : 'parts:showTable');
  return (
    <Card component="section" aria-labelledby={id}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <div style={{ flex: '1 1 10rem' }}>
          <Title order={2} id={id}>{title}</Title>
          {text !== undefined && <Text size="sm" c="dimmed">{text}</Text>}
        </div>
        <Group gap="xs" wrap="nowrap">
          {aside}
          <Tooltip label={other}>
            <ActionIcon variant="default" size="lg" aria-label={other} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>{asTable ? <ChartIcon /> : <TableIcon />}</ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {asTable ? (
        <Table.ScrollContainer minWidth={Math.min(560, 160 + series.length * 120)} type="native" tabIndex={0}>
          <Table aria-labelledby={id}>
            <Table.Thead>
              <Table.Tr><Table.Th>{pointTitle}</Table.Th>{series.map(({ name, label }) => <Table.Th key={name} ta="right">{label}</Table.Th>)}</Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points.map(({ label, values }) => (
                <Table.Tr key={label}><Table.Th scope="row" fw={400}>{label}</Table.Th>{series.map(({ name }) => <Table.Td key={name} ta="right">{write(values[name] ?? '0')}</Table.Td>)}</Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : (
        <div role="img" aria-label={t('parts:chartLabel', { title })}>
          <Suspense fallback={<Skeleton height={300} />}><ChartDrawing {...props} /></Suspense>
        </div>
      )}
    </Card>
  );
}

// What came of a run, a line for each kind of record; the rows that only flow in stand behind their sum.
import { Card, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { entityText, sumOf, useRunText, type RunDetail } from './run-text.ts';
import classes from './run.module.css';

type Figures = RunDetail['entities'][number];

const WRITTEN = ['created', 'updated', 'archived'] as const;
const COUNTED = ['unchanged', 'conflicts', 'matches', 'held', 'failed'] as const;
const NUMBER = classes['number'] ?? '';

export function RunReport({ run }: { readonly run: RunDetail }): ReactElement {
  const { t } = useText();
  const would = run.kind === 'dry-run' || run.state === 'halted';
  const title = t(would ? 'runs:report.would' : 'runs:report.title');
  const records = run.entities.filter(({ isMirror }) => !isMirror);
  const rows = run.entities.filter((one) => one.isMirror && one.read + WRITTEN.reduce((sum, what) => sum + sumOf(one[what]), 0) > 0);
  return (
    <section aria-label={title}>
      <Title order={2} mb="sm">{title}</Title>
      {run.entities.length === 0 && <Text c="dimmed">{t('runs:report.none')}</Text>}
      <Stack gap="sm">
        {records.length > 0 && (
          <FigureTable label={title} columns={['read', ...WRITTEN, ...COUNTED]} minWidth={880}>
            {records.map((one) => <Line key={one.name} figures={one} withSides counted={COUNTED} />)}
          </FigureTable>
        )}
        {rows.length > 0 && <Rows rows={rows} />}
      </Stack>
    </section>
  );
}

function Rows({ rows }: { readonly rows: readonly Figures[] }): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const read = rows.reduce((sum, one) => sum + one.read, 0);
  const changed = rows.reduce((sum, one) => sum + sumOf(one.created) + sumOf(one.updated) + sumOf(one.archived), 0);
  return (
    <details>
      <summary className={classes['summary']}>{t('runs:report.rows', { read: number(read), changed: number(changed) })}</summary>
      <FigureTable label={t('runs:report.rowsLabel')} columns={['read', ...WRITTEN]} minWidth={420}>
        {rows.map((one) => <Line key={one.name} figures={one} withSides={false} counted={[]} />)}
      </FigureTable>
    </details>
  );
}

interface FigureTableProps {
  readonly label: string;
  readonly columns: readonly ('read' | (typeof WRITTEN)[number] | (typeof COUNTED)[number])[];
  readonly minWidth: number;
  readonly children: ReactNode;
}

function FigureTable({ label, columns, minWidth, children }: FigureTableProps): ReactElement {
  const { t } = useText();
  return (
    <Card padding={0}>
      <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}>
        <Table verticalSpacing={6} aria-label={label} className={classes['report'] ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('runs:report.entity')}</Table.Th>
              {columns.map((name) => <Table.Th key={name} className={NUMBER}>{t(`runs:report.${name}`)}</Table.Th>)}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function Line({ figures, withSides, counted }: { readonly figures: Figures; readonly withSides: boolean; readonly counted: readonly (typeof COUNTED)[number][] }): ReactElement {
  const { t } = useText();
  const { number } = useFormat();
  const { bySide } = useRunText();
  const cell = (name: string, value: number, lines: readonly string[] = []): ReactElement => (
    <Table.Td key={name} className={NUMBER}>
      {lines.length === 0 ? <span className={value === 0 ? classes['none'] : undefined}>{number(value)}</span> : lines.map((line) => <div key={line}>{line}</div>)}
    </Table.Td>
  );
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500} className={classes['name'] ?? ''}>{capital(entityText(t, figures.name))}</Table.Th>
      {cell('read', figures.read)}
      {WRITTEN.map((what) => cell(what, sumOf(figures[what]), withSides ? bySide(figures[what]) : []))}
      {counted.map((what) => cell(what, figures[what]))}
    </Table.Tr>
  );
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

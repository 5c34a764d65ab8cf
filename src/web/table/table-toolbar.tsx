// Above the table: search, filters, and how it is looked at. What narrows the list shows as removable pills, so an empty list is
// never a riddle.
import { Button, Checkbox, Group, Pill, Popover, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState, type ReactElement } from 'react';
import { ColumnsIcon, DownloadIcon, SearchIcon } from '../components/icons.tsx';
import { useText } from '../i18n/language.ts';
import type { Column, Filter } from './column.ts';
import { firstPage, type ListState } from './list-state.ts';
import { FilterMenu, usePills } from './filter-menu.tsx';
import type { ListControl } from './use-list-state.ts';
import classes from './table.module.css';

export type Density = 'comfortable' | 'compact';

export interface ToolbarProps {
  readonly control: ListControl;
  readonly searchLabel: string | undefined;
  readonly filters: readonly Filter[];
  readonly look: ReactElement | null;
  readonly exports: ReactElement | null;
}

export function TableToolbar({ control, searchLabel, filters, look, exports }: ToolbarProps): ReactElement {
  const { t } = useText();
  const pills = usePills(filters, control.state);
  const clear = (state: ListState): void => control.set(firstPage(state, { filters: {}, search: '' }));
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {searchLabel !== undefined && <SearchInput control={control} label={searchLabel} />}
        {filters.length > 0 && <FilterMenu filters={filters} control={control} />}
        <Group gap="xs" className={classes['looks'] ?? ''}>{look}{exports}</Group>
      </Group>
      {pills.length > 0 && (
        <Group gap={6}>
          {pills.map(({ key, label, without }) => (
            <Pill key={key} size="md" withRemoveButton onRemove={() => control.set(without)} removeButtonProps={{ 'aria-label': t('table:clearFilter', { label }), 'aria-hidden': false, tabIndex: 0 }}>{label}</Pill>
          ))}
          <Button size="compact-xs" variant="subtle" onClick={() => clear(control.state)}>{t('table:clearFilters')}</Button>
        </Group>
      )}
    </Stack>
  );
}

function SearchInput({ control: { state, set }, label }: { readonly control: ListControl; readonly label: string }): ReactElement {
  const [typed, setTyped] = useState(state.search);
  const search = useDebouncedCallback((text: string) => set(firstPage(state, { search: text.trim() })), 300);
  // "Back", or a filter that was cleared, changes the address and not the input.
  useEffect(() => setTyped((before) => (before.trim() === state.search ? before : state.search)), [state.search]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<SearchIcon />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      className={classes['search'] ?? ''}
    />
  );
}

interface LookMenuProps<T> {
  readonly columns: readonly Column<T>[];
  readonly hidden: readonly string[];
  readonly onHide: (hidden: readonly string[]) => void;
  readonly density: Density;
  readonly onDensity: (density: Density) => void;
}

export function LookMenu<T>({ columns, hidden, onHide, density, onDensity }: LookMenuProps<T>): ReactElement {
  const { t } = useText();
  return (
    <Popover position="bottom-end" shadow="md" width={240} trapFocus returnFocus>
      <Popover.Target><Button variant="default" leftSection={<ColumnsIcon />}>{t('table:columns')}</Button></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={500} mb={4}>{t('table:density.label')}</Text>
            <SegmentedControl<Density> aria-label={t('table:density.label')} fullWidth value={density} onChange={onDensity} data={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`table:density.${value}`) }))} />
          </div>
          <Checkbox.Group label={t('table:columns')} value={columns.map(({ id }) => id).filter((id) => !hidden.includes(id))} onChange={(shown) => onHide(columns.map(({ id }) => id).filter((id) => !shown.includes(id)))}>
            <Stack gap={8} mt={6}>
              {/* The first column names the row: it stays. */}
              {columns.map(({ id, title }, index) => <Checkbox key={id} value={id} label={title} disabled={index === 0} />)}
            </Stack>
          </Checkbox.Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

export function ExportMenu({ hrefOf }: { readonly hrefOf: (format: 'csv' | 'xlsx') => string }): ReactElement {
  const { t } = useText();
  return (
    <Popover position="bottom-end" shadow="md" width={260} trapFocus returnFocus>
      <Popover.Target><Button variant="default" leftSection={<DownloadIcon />}>{t('table:export')}</Button></Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">{t('table:exportHint')}</Text>
          {(['csv', 'xlsx'] as const).map((format) => (
            <Button key={format} component="a" href={hrefOf(format)} download variant="light">{t('table:exportAs', { format: format.toUpperCase() })}</Button>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

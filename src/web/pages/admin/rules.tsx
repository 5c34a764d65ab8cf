// The rule of every field, entity by entity, in plain sentences; a field opens to be changed, tried and taken back.
import { Badge, Drawer, SegmentedControl, Checkbox, Group, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { CONTRACTS } from '../../../api/contract.ts';
import { SearchIcon } from '../../components/icons.tsx';
import { EmptyNotice, ErrorNotice } from '../../components/notices.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { PageSkeleton } from '../../shell/page-skeleton.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { useRuleWords } from './rule-words.ts';
import type { FieldRule, RuleEntity, ToldRules } from './rule-words.ts';
import classes from './rules.module.css';

export default function Rules(): ReactElement {
  const { t } = useText();
  const api = useApi();
  const { data, isPending, error, refetch } = useQuery({ queryKey: [CONTRACTS.rules.path], queryFn: ({ signal }) => api.ask(CONTRACTS.rules, { signal }) });
  return (
    <>
      <PageHeader text={t('rules:intro')} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && <Entities told={data} />}
    </>
  );
}

function Entities({ told: { entities } }: { readonly told: ToldRules }): ReactElement {
  const { t, language } = useText();
  const [params, setParams] = useSearchParams();
  const entity = entities.find(({ name }) => name === params.get('entity')) ?? entities[0];
  const word = params.get('q') ?? '';
  const onlyChanged = params.get('changed') === 'yes';
  const put = (name: string, value: string | null): void => setParams((before) => { const next = new URLSearchParams(before); if (value === null || value === '') next.delete(name); else next.set(name, value); return next; }, { replace: name === 'q' });
  if (entity === undefined) return <EmptyNotice title={t('rules:nothingFound.title')} />;
  const fits = ({ name, label }: FieldRule): boolean => [name, label[language]].some((one) => one.toLocaleLowerCase(language).includes(word.toLocaleLowerCase(language)));
  const fields = entity.fields.filter((field) => fits(field) && (!onlyChanged || field.isOverridden));
  const open = entity.fields.find(({ name }) => name === params.get('field'));
  return (
    <>
      <Group mb="md" gap="md">
        <SegmentedControl aria-label={t('rules:title')} value={entity.name} onChange={(name) => setParams({ entity: name })} data={entities.map(({ name, label }) => ({ value: name, label: label[language] }))} className={classes['entities'] ?? ''} />
        <TextInput aria-label={t('rules:find')} placeholder={t('rules:find')} leftSection={<SearchIcon size={16} />} value={word} onChange={(event) => put('q', event.currentTarget.value)} />
        <Checkbox label={t('rules:onlyChanged')} checked={onlyChanged} onChange={(event) => put('changed', event.currentTarget.checked ? 'yes' : null)} />
      </Group>
      {fields.length === 0 ? <EmptyNotice title={t('rules:nothingFound.title')} text={t('rules:nothingFound.text')} /> : <FieldTable entity={entity} fields={fields} onOpen={(name) => put('field', name)} />}
      <Drawer opened={open !== undefined} onClose={() => put('field', null)} position="right" size="xl" title={open === undefined ? '' : t('rules:edit', { name: open.label[language] })} closeButtonProps={{ 'aria-label': t('common:close') }}>
        {open !== undefined && <RuleEditor key={`${entity.name} ${open.name} ${open.changed?.version ?? 0}`} entity={entity.name} field={open} />}
      </Drawer>
    </>
  );
}

interface FieldTableProps {
  readonly entity: RuleEntity;
  readonly fields: readonly FieldRule[];
  readonly onOpen: (field: string) => void;
}

function FieldTable({ entity, fields, onOpen }: FieldTableProps): ReactElement {
  const { t, language } = useText();
  const { ways, conflict, first } = useRuleWords();
  const columns = ['field', 'ways', 'conflict', 'first', 'holds', 'origin'] as const;
  return (
    <Table.ScrollContainer minWidth={1000} type="native" tabIndex={0}>
      <Table highlightOnHover aria-label={entity.label[language]}>
        <Table.Thead><Table.Tr>{columns.map((column) => <Table.Th key={column}>{t(`rules:column.${column}`)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.name}>
              <Table.Td><UnstyledButton className={classes['open'] ?? ''} onClick={() => onOpen(field.name)}>{field.label[language]}</UnstyledButton></Table.Td>
              <Table.Td>{ways(field.rule)}</Table.Td>
              <Table.Td>{field.fixed === 'computed' ? '–' : conflict(field.rule)}</Table.Td>
              <Table.Td>{field.fixed === 'computed' ? '–' : first(field.rule)}</Table.Td>
              <Table.Td><Holds field={field} /></Table.Td>
              <Table.Td><Origin field={field} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Holds({ field: { holds } }: { readonly field: FieldRule }): ReactElement {
  const { t } = useText();
  const held = (['psa', 'crm'] as const).flatMap((side) => {
    const how = holds[side];
    return how === 'read' || how === 'write' ? [t(`rules:holds.${how}`, { side: t(`rules:sides.${side}`) })] : [];
  });
  return <>{held.length === 0 ? t('rules:holds.nowhere') : held.join(', ')}</>;
}

function Origin({ field: { changed, isOverridden } }: { readonly field: FieldRule }): ReactElement {
  const { t } = useText();
  const { instantDate } = useFormat();
  if (changed === null) return <Text size="sm" c="dimmed" className={classes['whole'] ?? ''}>{t('rules:origin.file')}</Text>;
  if (!isOverridden) return <Text size="sm" c="dimmed">{t('rules:origin.back', { at: instantDate(changed.at) })}</Text>;
  return <Badge color="thread" title={changed.by} classNames={{ label: classes['author'] ?? '' }}>{t('rules:origin.person', { by: changed.by, at: instantDate(changed.at) })}</Badge>;
}

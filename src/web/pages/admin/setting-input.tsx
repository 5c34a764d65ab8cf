// The input of one setting, by its kind. Invariant: what it gives on is the value as it would stand in the file.
import { ActionIcon, Button, Checkbox, Group, Input, Radio, Select, Stack, Switch, Table, TagsInput, TextInput } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { CrossIcon } from '../../components/icons.tsx';
import { DecimalInput } from '../../forms/decimal-input.tsx';
import { useText } from '../../i18n/language.ts';
import { GATE_CHOICES, STAGES, USUAL_STAGE, gateChoiceOf, gateOf } from './gate-choice.ts';
import type { Setting } from './use-settings.ts';

interface SettingInputProps {
  readonly setting: Setting;
  /** With what has been changed and not saved. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error?: ReactNode;
}

export function SettingInput(props: SettingInputProps): ReactElement {
  const { setting: { kind, label, options, unit }, value, onChange, error } = props;
  const { t, language } = useText();
  const name = label[language];
  const data = options?.map((option) => ({ value: option.key, label: option.label[language] })) ?? [];
  if (kind === 'flag') return <Switch aria-label={name} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} error={error} label={t(value === true ? 'settings:yes' : 'settings:no')} />;
  if (kind === 'choice') return <Select aria-label={name} data={data} value={textOf(value)} onChange={(next) => next !== null && onChange(next)} allowDeselect={false} error={error} maw={360} />;
  if (kind === 'number') return <DecimalInput aria-label={name} value={value === null ? null : textOf(value)} onChange={(next) => onChange(numberOf(next))} error={error} maw={220} {...(unit !== null && { unit: t(`settings:unit.${unit}`), rightSectionWidth: 84 })} />;
  if (kind === 'text') return <TextInput aria-label={name} value={textOf(value)} onChange={(event) => onChange(event.currentTarget.value)} error={error} maw={360} />;
  if (kind === 'words') return <TagsInput aria-label={name} value={value as string[]} onChange={onChange} error={error} placeholder={t('settings:addWord')} acceptValueOnBlur />;
  if (kind === 'choices') {
    return (
      <Checkbox.Group aria-label={name} value={value as string[]} onChange={onChange} error={error}>
        <Stack gap="xs">{data.map((option) => <Checkbox key={option.value} value={option.value} label={option.label} />)}</Stack>
      </Checkbox.Group>
    );
  }
  return kind === 'gate' ? <GateInput {...props} /> : <RowsInput {...props} />;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is no number goes to the server as it was typed, which says so. */
function numberOf(text: string | null): unknown {
  if (text === null) return '';
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

function GateInput({ setting, value, onChange, error }: SettingInputProps): ReactElement {
  const { t, language } = useText();
  const choice = gateChoiceOf(value);
  const from = 'from' in choice ? choice.from : USUAL_STAGE;
  return (
    <Stack gap="sm">
      <Radio.Group aria-label={setting.label[language]} value={choice.kind} error={error} onChange={(kind) => { const next = GATE_CHOICES.find((one) => one === kind); if (next) onChange(gateOf({ kind: next, from })); }}>
        <Stack gap="xs">
          {GATE_CHOICES.map((kind) => <Radio key={kind} value={kind} label={t(`settings:gate.${kind}`)} />)}
          {choice.kind === 'custom' && <Radio value="custom" label={t('settings:gate.custom')} />}
        </Stack>
      </Radio.Group>
      {'from' in choice && (
        <Select label={t('settings:gate.from')} data={STAGES.map((stage) => ({ value: stage, label: t(`settings:stage.${stage}`) }))} value={from} maw={360} allowDeselect={false}
          onChange={(next) => { const stage = STAGES.find((one) => one === next); if (stage) onChange(gateOf({ kind: choice.kind, from: stage })); }} />
      )}
    </Stack>
  );
}

type Row = Readonly<Record<string, string>>;

function RowsInput({ setting: { columns, label }, value, onChange, error }: SettingInputProps): ReactElement {
  const { t, language } = useText();
  const rows = (Array.isArray(value) ? value : []) as readonly Row[];
  const put = (at: number, name: string, text: string): void => onChange(rows.map((row, index) => (index === at ? without({ ...row, [name]: text }, columns) : row)));
  return (
    <Stack gap="xs" align="flex-start">
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={520} w="100%" type="native" tabIndex={0}>
          <Table aria-label={label[language]}>
            <Table.Thead><Table.Tr>{columns.map((column) => <Table.Th key={column.name}>{column.label[language]}</Table.Th>)}<Table.Th w={48} aria-label={t('settings:removeRow', { row: '' })} /></Table.Tr></Table.Thead>
            <Table.Tbody>
              {rows.map((row, at) => (
                <Table.Tr key={at}>
                  {columns.map(({ name, label: called, options }) => (
                    <Table.Td key={name}>
                      {options === null
                        ? <TextInput aria-label={`${called[language]} ${at + 1}`} value={row[name] ?? ''} onChange={(event) => put(at, name, event.currentTarget.value)} />
                        : <Select aria-label={`${called[language]} ${at + 1}`} data={options.map((option) => ({ value: option.key, label: option.label[language] }))} value={row[name] ?? null} onChange={(next) => put(at, name, next ?? '')} allowDeselect={false} />}
                    </Table.Td>
                  ))}
                  <Table.Td><ActionIcon variant="subtle" color="gray" aria-label={t('settings:removeRow', { row: at + 1 })} onClick={() => onChange(rows.filter((_, index) => index !== at))}><CrossIcon size={16} /></ActionIcon></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Group><Button size="xs" variant="default" onClick={() => onChange([...rows, Object.fromEntries(columns.flatMap(({ name, optional }) => (optional ? [] : [[name, '']])))])}>{t('settings:addRow')}</Button></Group>
      {error !== undefined && <Input.Error>{error}</Input.Error>}
    </Stack>
  );
}

/** What may be left out is left out when it is empty. */
function without(row: Row, columns: Setting['columns']): Row {
  return Object.fromEntries(Object.entries(row).filter(([name, text]) => text !== '' || columns.find((column) => column.name === name)?.optional !== true));
}

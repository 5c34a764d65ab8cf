// The parts of a rule as inputs: the ways a change may take, who wins, and what counts at the first meeting.
import { ActionIcon, Checkbox, Group, Radio, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { SortedIcon } from '../../components/icons.tsx';
import { useText } from '../../i18n/language.ts';
import { endsOf, PAIRS, SIDES, useRuleWords } from './rule-words.ts';
import type { FieldRule, Rule, Side } from './rule-words.ts';
import classes from './rules.module.css';

interface RuleFormProps {
  readonly field: FieldRule;
  readonly rule: Rule;
  readonly onChange: (rule: Rule) => void;
}

const CHOICES = ['ask', 'newest', 'fill-blank'] as const;

export function RuleForm({ field, rule, onChange }: RuleFormProps): ReactElement {
  const { t } = useText();
  const { pair } = useRuleWords();
  const { onConflict, onFirst, flow } = rule;
  const possible = PAIRS.filter((one) => flow.includes(one) || (holds(field, endsOf(one).from, 'read') && holds(field, endsOf(one).to, 'write')));
  return (
    <Stack gap="lg">
      <Checkbox.Group label={t('rules:editFlow')} description={possible.length < PAIRS.length ? t('rules:editFlowHint') : null} value={[...flow]} onChange={(next) => onChange({ ...rule, flow: PAIRS.filter((one) => next.includes(one)) })}>
        <Stack gap="xs" mt="xs">{possible.map((one) => <Checkbox key={one} value={one} label={pair(one)} />)}</Stack>
      </Checkbox.Group>
      {field.fixed !== 'tightens' && (
        <Stack gap="xs">
          <Radio.Group label={t('rules:editConflict')} value={typeof onConflict === 'string' ? onConflict : 'order'} onChange={(next) => onChange({ ...rule, onConflict: CHOICES.find((one) => one === next) ?? orderOf(field.installed.onConflict) })}>
            <Stack gap="xs" mt="xs">
              <Radio value="order" label={t('rules:inOrder')} />
              {CHOICES.map((one) => <Radio key={one} value={one} label={t(`rules:conflict.${one}`)} />)}
            </Stack>
          </Radio.Group>
          {typeof onConflict !== 'string' && <OrderInput label={t('rules:editOrder')} order={onConflict} onChange={(order) => onChange({ ...rule, onConflict: order })} />}
        </Stack>
      )}
      <Stack gap="xs">
        <Radio.Group label={t('rules:editFirst')} value={typeof onFirst === 'string' ? onFirst : 'order'} onChange={(next) => onChange({ ...rule, onFirst: next === 'ask' ? 'ask' : orderOf(field.installed.onFirst) })}>
          <Stack gap="xs" mt="xs">
            <Radio value="order" label={t('rules:inOrder')} />
            <Radio value="ask" label={t('rules:first.ask')} />
          </Stack>
        </Radio.Group>
        {typeof onFirst !== 'string' && <OrderInput label={t('rules:inOrder')} order={onFirst} onChange={(order) => onChange({ ...rule, onFirst: order })} />}
      </Stack>
    </Stack>
  );
}

/** A side that is not connected may have a place for it. */
function holds({ holds: by }: FieldRule, side: Side, how: 'read' | 'write'): boolean {
  if (side === 'local') return true;
  const held = by[side];
  return held === null || held === 'write' || (how === 'read' && held === 'read');
}

function orderOf(rule: Rule['onConflict']): readonly Side[] {
  return typeof rule === 'string' ? ['crm', 'local', 'psa'] : rule;
}

interface OrderInputProps {
  readonly label: string;
  readonly order: readonly Side[];
  readonly onChange: (order: readonly Side[]) => void;
}

/** By buttons, so that the keyboard does it too. */
function OrderInput({ label, order, onChange }: OrderInputProps): ReactElement {
  const { t } = useText();
  const all = [...order, ...SIDES.filter((side) => !order.includes(side))];
  const up = (at: number): void => onChange(all.map((side, index) => (index === at - 1 ? (all[at] ?? side) : index === at ? (all[at - 1] ?? side) : side)));
  return (
    <Stack gap={4} pl="lg">
      <Text size="sm" c="dimmed">{label}</Text>
      <ol className={classes['order']} aria-label={label}>
        {all.map((side, at) => (
          <li key={side}>
            <Group gap="xs" wrap="nowrap">
              <Text w={90}>{at + 1}. {t(`rules:sides.${side}`)}</Text>
              {at > 0 && <ActionIcon variant="default" size="sm" aria-label={t('rules:moveUp', { side: t(`rules:sides.${side}`) })} onClick={() => up(at)}><SortedIcon size={14} /></ActionIcon>}
            </Group>
          </li>
        ))}
      </ol>
    </Stack>
  );
}

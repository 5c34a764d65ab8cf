// A rule to be changed: what it says now, what it should say, and what that would do. Invariant: it is saved only after a look at what it
// would do, and what was looked at is what is saved.
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { ErrorNotice } from '../../components/notices.tsx';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { RuleForm } from './rule-form.tsx';
import { RulePreview } from './rule-preview.tsx';
import { useRuleWords } from './rule-words.ts';
import type { FieldRule, Rule, ToldRules } from './rule-words.ts';

interface RuleEditorProps {
  readonly entity: string;
  readonly field: FieldRule;
}

export function RuleEditor({ entity, field }: RuleEditorProps): ReactElement {
  const { t } = useText();
  const api = useApi();
  const mayChange = may(useSession(), { changes: ['fieldRules'] }) && field.fixed !== 'computed';
  const [rule, setRule] = useState<Rule>(field.rule);
  const preview = useMutation({ mutationFn: () => api.act(CONTRACTS.previewRule, { params: paramsOf(entity, field), body: { rule } }) });
  const deeds = useDeeds(entity, field);
  const isChanged = JSON.stringify(rule) !== JSON.stringify(field.rule);
  const change = (next: Rule): void => {
    setRule(next);
    preview.reset();
  };
  return (
    <Stack gap="lg">
      {field.fixed !== null && <Alert color="gray" variant="light">{t(`rules:fixed.${field.fixed}`)}</Alert>}
      {!mayChange && <RuleText rule={field.rule} />}
      {mayChange && (
        <>
          <RuleForm field={field} rule={rule} onChange={change} />
          {preview.error && <ErrorNotice error={preview.error} />}
          {preview.data && <RulePreview entity={entity} preview={preview.data} />}
          <Group>
            {isChanged && preview.data === undefined && <Button loading={preview.isPending} onClick={() => preview.mutate()}>{preview.isPending ? t('rules:previewing') : t('rules:preview')}</Button>}
            {isChanged && preview.data !== undefined && <Button loading={deeds.save.isPending} onClick={() => deeds.save.mutate(rule)}>{t('rules:save')}</Button>}
            {isChanged && <Button variant="default" onClick={() => change(field.rule)}>{t('common:cancel')}</Button>}
            {!isChanged && field.changed !== null && <Button variant="default" loading={deeds.undo.isPending} onClick={() => deeds.undo.mutate()}>{t('rules:undo')}</Button>}
            {!isChanged && field.isOverridden && <Button variant="default" loading={deeds.reset.isPending} onClick={() => deeds.reset.mutate()}>{t('rules:reset')}</Button>}
          </Group>
          {isChanged && preview.data === undefined && <Text size="sm" c="dimmed">{t('rules:previewFirst')}</Text>}
        </>
      )}
      <History entity={entity} field={field} />
    </Stack>
  );
}

function paramsOf(entity: string, { name }: FieldRule): { readonly entity: string; readonly field: string } {
  return { entity, field: name };
}

function useDeeds(entity: string, field: FieldRule) {
  const { t } = useText();
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  const params = paramsOf(entity, field);
  const version = field.changed?.version ?? 0;
  const done = (text: string) => (told: FieldRule): void => {
    queries.setQueryData<ToldRules>([CONTRACTS.rules.path], (before) => before && { entities: before.entities.map((one) => (one.name === entity ? { ...one, fields: one.fields.map((other) => (other.name === told.name ? told : other)) } : one)) });
    notify.done(text);
  };
  const save = useMutation({ mutationFn: (rule: Rule) => api.act(CONTRACTS.saveRule, { params, body: { rule, version } }), onSuccess: done(t('rules:saved')), onError: notify.failed });
  const undo = useMutation({ mutationFn: () => api.act(CONTRACTS.undoRule, { params, body: { version } }), onSuccess: done(t('rules:undone')), onError: notify.failed });
  const reset = useMutation({ mutationFn: () => api.act(CONTRACTS.resetRule, { params, body: { version } }), onSuccess: done(t('rules:resetDone')), onError: notify.failed });
  return { save, undo, reset };
}

function RuleText({ rule }: { readonly rule: Rule }): ReactElement {
  const { ways, conflict, first } = useRuleWords();
  return <div><Text size="sm">{ways(rule)}</Text><Text size="sm">{conflict(rule)} · {first(rule)}</Text></div>;
}

function History({ entity, field }: RuleEditorProps): ReactElement {
  const { t } = useText();
  const api = useApi();
  const { instant } = useFormat();
  const { data, error } = useQuery({ queryKey: [CONTRACTS.ruleHistory.path, entity, field.name, field.changed?.version], queryFn: ({ signal }) => api.ask(CONTRACTS.ruleHistory, { params: paramsOf(entity, field), signal }) });
  return (
    <section aria-label={t('rules:history')}>
      <Title order={3} mb="xs">{t('rules:history')}</Title>
      {error && <ErrorNotice error={error} />}
      {data?.changes.length === 0 && <Text size="sm" c="dimmed">{t('rules:historyEmpty')}</Text>}
      <Stack gap="sm">
        {data?.changes.map(({ version, rule, by, at }) => (
          <div key={version}>
            {rule === null ? <Text size="sm">{t('rules:historyInstalled')}</Text> : <RuleText rule={rule} />}
            <Text size="xs" c="dimmed">{t('rules:origin.person', { by, at: instant(at) })}</Text>
          </div>
        ))}
      </Stack>
    </section>
  );
}

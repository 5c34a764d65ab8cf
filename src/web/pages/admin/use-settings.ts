// The settings as the server tells them, and the changes that a person is making to them. Invariant: what is not saved is never shown as
// what counts; what is saved carries the version that was seen.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { CONTRACTS } from '../../../api/contract.ts';
import { useNotify } from '../../components/notify.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { useFieldWords } from '../../forms/use-field-words.ts';
import { problemOf } from '../../problem.ts';

export type Settings = z.output<typeof CONTRACTS.settings.answer>;
export type Setting = Settings['settings'][number];

export const SETTINGS_KEY = [CONTRACTS.settings.path] as const;

export function useSettings() {
  const api = useApi();
  return useQuery({ queryKey: SETTINGS_KEY, queryFn: ({ signal }) => api.ask(CONTRACTS.settings, { signal }) });
}

export interface SettingDraft {
  /** Path → value; null: as in the file. */
  readonly changes: ReadonlyMap<string, unknown>;
  /** Path → what the server says is wrong. */
  readonly errors: Readonly<Record<string, string>>;
  readonly failure: unknown;
  readonly isSaving: boolean;
  readonly set: (setting: Setting, value: unknown) => void;
  readonly discard: () => void;
  readonly save: () => void;
}

export function useSettingDraft(settings: readonly Setting[]): SettingDraft {
  const { t } = useText();
  const wordsFor = useFieldWords();
  const [api, notify, queries] = [useApi(), useNotify(), useQueryClient()];
  const [changes, setChanges] = useState<ReadonlyMap<string, unknown>>(new Map());
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const versionOf = (path: string): number => settings.find((one) => one.path === path)?.changed?.version ?? 0;
  const saving = useMutation({
    mutationFn: () => api.act(CONTRACTS.saveSettings, { body: { changes: [...changes].map(([path, value]) => ({ path, value, version: versionOf(path) })) } }),
    onSuccess: (told) => {
      queries.setQueryData(SETTINGS_KEY, told);
      setChanges(new Map());
      setErrors({});
      notify.done(t(told.waiting > 0 ? 'settings:savedWaiting' : 'settings:saved'));
    },
    onError: (error) => setErrors(Object.fromEntries(problemOf(error).fields.map((problem) => [problem.field, wordsFor(problem)]))),
  });
  return {
    changes,
    errors,
    failure: saving.isError && !Object.keys(errors).some((path) => changes.has(path)) ? saving.error : null,
    isSaving: saving.isPending,
    set: ({ path, current }, next) => {
      const rest = new Map(changes);
      if (isSame(current, next)) rest.delete(path);
      else rest.set(path, next);
      setChanges(rest);
      setErrors(Object.fromEntries(Object.entries(errors).filter(([of]) => of !== path)));
    },
    discard: () => {
      setChanges(new Map());
      setErrors({});
      saving.reset();
    },
    save: () => saving.mutate(),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

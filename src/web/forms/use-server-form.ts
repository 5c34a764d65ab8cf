// A form whose last word is the server's: it is sent, the server's objections come back to their fields, and leaving with
// unsaved changes is asked about by the browser.
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNotify } from '../components/notify.tsx';
import { useText } from '../i18n/language.ts';
import { problemOf } from '../problem.ts';
import { placeErrors } from './server-errors.ts';
import { useFieldWords } from './use-field-words.ts';

export interface ServerForm<V extends Record<string, unknown>> {
  readonly form: UseFormReturnType<V>;
  readonly submit: (event: React.FormEvent<HTMLFormElement>) => void;
  readonly saving: boolean;
  /** What failed without being about a field; null: nothing. */
  readonly error: unknown;
  /** Counts the attempts that failed: something to look at each time. */
  readonly failures: number;
  /** Objections that belong to no field of this form. */
  readonly rest: readonly string[];
}

interface ServerFormOptions<V, R> {
  readonly initial: V;
  /** Fields that must not be empty. */
  readonly required?: readonly (keyof V & string)[];
  /** Checks of the page's own, before anything is sent. By field: a message, or null. */
  readonly check?: (values: V) => Readonly<Partial<Record<keyof V & string, string | null>>>;
  readonly send: (values: V) => Promise<R>;
  readonly onSaved?: (result: R) => void;
}

export function useServerForm<V extends Record<string, unknown>, R>({ initial, required = [], check, send, onSaved }: ServerFormOptions<V, R>): ServerForm<V> {
  const { t } = useText();
  const notify = useNotify();
  const wordsFor = useFieldWords();
  const missing = (values: V) => Object.fromEntries(required.map((field) => [field, isEmpty(values[field]) ? t('parts:form.required') : null]));
  const form = useForm<V>({ initialValues: initial, validate: (values: V) => ({ ...missing(values), ...check?.(values) }) });
  const [failures, setFailures] = useState(0);
  const [rest, setRest] = useState<readonly string[]>([]);
  const saving = useMutation({
    mutationFn: send,
    onSuccess: (result, values) => {
      form.resetDirty(values);
      notify.done(t('parts:form.saved'));
      onSaved?.(result);
    },
    onError: (error) => {
      const placed = placeErrors(problemOf(error).fields.map((problem) => ({ field: problem.field, message: wordsFor(problem) })), Object.keys(initial));
      form.setErrors(placed.fields);
      setRest(placed.rest);
      setFailures((count) => count + 1);
    },
  });
  useLeaveWarning(form.isDirty());
  const aboutFields = saving.isError && problemOf(saving.error).fields.length > 0;
  return {
    form,
    submit: form.onSubmit((values) => {
      setRest([]);
      saving.mutate(values);
    }, () => setFailures((count) => count + 1)),
    saving: saving.isPending,
    error: saving.isError && !aboutFields ? saving.error : null,
    rest,
    failures,
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}

function useLeaveWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [dirty]);
}

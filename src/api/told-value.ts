// Values of fields on their way to people: ids have become names, and an amount goes only to those who may see it. Invariant: the kind
// follows from the field's declaration, so that the same field is always shown the same way.
import type { z } from 'zod';
import { isEmpty, isMoney, isSet } from '../core/value.ts';
import type { EntityName, FieldName, Side, Value } from '../core/vocabulary.ts';
import type { CallId } from '../engine/called.ts';
import type { EngineContext } from '../engine/context.ts';
import { AMOUNTS, isRollUp } from '../entities/roll-ups.ts';
import type { shownValue } from './contract/values.ts';
import type { Caller } from './route.ts';

export type ShownValue = z.output<typeof shownValue>;

export interface Teller {
  /** @param side null: references are ids of links */
  readonly told: (entity: EntityName, side: Side | null, field: FieldName, value: Value) => ShownValue;
  readonly label: (entity: EntityName, field: FieldName) => { readonly name: string; readonly label: { readonly fi: string; readonly en: string } };
}

/** Who changes sales cases sees what they are worth; figures of ours need the right to amounts. */
function seesMoney({ reads, changes }: Pick<Caller, 'reads' | 'changes'>, entity: EntityName, field: FieldName): boolean {
  if (reads.has('amounts')) return true;
  return !isRollUp(entity, field) && (entity === 'salesCase' ? changes.has('salesCases') : reads.has('accounts'));
}

const RECORD = { fi: 'Koko tietue', en: 'The record as a whole' };

export function tellerOf({ entities }: Pick<EngineContext, 'entities'>, caller: Pick<Caller, 'reads' | 'changes'>, call: CallId): Teller {
  const definitionOf = (entity: EntityName, field: FieldName) => entities.get(entity)?.fields.get(field);
  return {
    label: (entity, name) => ({ name, label: definitionOf(entity, name)?.label ?? (name.startsWith('(') ? RECORD : { fi: name, en: name }) }),
    told: (entity, side, field, value) => {
      if (isEmpty(value)) return { kind: 'empty' };
      if (isMoney(value)) return { kind: 'money', ...(seesMoney(caller, entity, field) ? { amount: value.amount } : {}), currency: value.currency };
      // Sums of several currencies are text.
      if (AMOUNTS.includes(`${entity}.${field}`) && !seesMoney(caller, entity, field)) return { kind: 'hidden' };
      if (isSet(value)) return { kind: 'list', items: value.map(({ key, ...said }) => ({ text: call(entity, side, field, key), marks: marksOf(said) })) };
      if (typeof value === 'boolean') return { kind: 'bool', yes: value };
      if (typeof value === 'number') return { kind: 'number', text: String(value) };
      const text = call(entity, side, field, String(value));
      const kind = definitionOf(entity, field)?.kind;
      if (kind === 'date' && /^\d{4}-\d{2}-\d{2}$/u.test(text)) return { kind, text };
      if (kind === 'instant' && !Number.isNaN(Date.parse(text))) return { kind, text };
      return { kind: 'text', text };
    },
  };
}

function marksOf(said: Readonly<Record<string, string | boolean | null>>): readonly string[] {
  return Object.entries(said).flatMap(([name, value]) => (value === null || value === false || value === '' ? [] : [value === true ? name : `${name} ${value}`]));
}

const WORDS = { fi: { yes: 'kyllä', no: 'ei', gone: 'poissa', present: 'tallella' }, en: { yes: 'yes', no: 'no', gone: 'gone', present: 'there' } } as const;

/** As the cell of a file. */
export function cellText(value: ShownValue | null, locale: 'fi' | 'en'): string {
  const words = WORDS[locale];
  if (value === null || value.kind === 'empty') return '';
  if (value.kind === 'bool') return value.yes ? words.yes : words.no;
  if (value.kind === 'presence') return value.gone ? words.gone : words.present;
  if (value.kind === 'hidden') return '–';
  if (value.kind === 'money') return `${value.amount ?? '–'} ${value.currency}`;
  if (value.kind === 'list') return value.items.map(({ text, marks }) => (marks.length === 0 ? text : `${text} (${marks.join(', ')})`)).join(', ');
  return value.text;
}

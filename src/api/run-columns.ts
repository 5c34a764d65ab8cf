// The lists about runs as files: their columns, in Finnish and in English.
import { HELD_REASONS } from './contract/reasons.ts';
import { RUN_WORDS } from './contract/run-words.ts';
import type { ToldDifference, ToldEntry, ToldRun } from './run-told.ts';
import type { FileColumn } from './sheet-file.ts';
import { cellText } from './told-value.ts';

type Locale = 'fi' | 'en';
const SYSTEM = { psa: 'Severa', crm: 'HubSpot', local: 'Sauma' } as const;

function text<Row>(fi: string, en: string, of: (row: Row, locale: Locale) => string | null): FileColumn<Row> {
  return { kind: 'text', label: { fi, en }, of };
}
function number<Row>(fi: string, en: string, of: (row: Row) => number): FileColumn<Row> {
  return { kind: 'decimal', label: { fi, en }, of: (row) => String(of(row)) };
}
const all = ({ psa, crm, local }: ToldRun['created']): number => psa + crm + local;

export const RUN_COLUMNS: readonly FileColumn<ToldRun>[] = [
  { kind: 'instant', label: { fi: 'Alkoi', en: 'Started' }, of: ({ startedAt }) => startedAt },
  { kind: 'instant', label: { fi: 'Päättyi', en: 'Ended' }, of: ({ finishedAt }) => finishedAt },
  text('Laji', 'Kind', ({ kind }, locale) => RUN_WORDS.kind[kind][locale]),
  text('Tila', 'State', ({ state }, locale) => RUN_WORDS.state[state][locale]),
  text('Käynnistäjä', 'Started by', ({ by }) => by),
  number('Luettu', 'Read', ({ read }) => read),
  number('Luotu', 'Created', ({ created }) => all(created)),
  number('Päivitetty', 'Updated', ({ updated }) => all(updated)),
  number('Poistettu käytöstä', 'Taken out of use', ({ archived }) => all(archived)),
  number('Ristiriitoja auki', 'Open conflicts', ({ conflicts }) => conflicts),
  number('Odottaa ihmistä', 'Waiting for a person', ({ held }) => held),
  number('Epäonnistui', 'Failed', ({ failed }) => failed),
  text('Tunniste', 'Id', ({ id }) => id),
];

export const ENTRY_COLUMNS: readonly FileColumn<ToldEntry>[] = [
  { kind: 'instant', label: { fi: 'Milloin', en: 'When' }, of: ({ at }) => at },
  text('Tietue', 'Record', ({ name }) => name ?? null),
  text('Mitä tehtiin', 'What was done', ({ action }, locale) => RUN_WORDS.action[action][locale]),
  text('Missä', 'Where', ({ side }) => SYSTEM[side]),
  text('Tulos', 'Outcome', ({ outcome }, locale) => RUN_WORDS.outcome[outcome][locale]),
  text('Kentät', 'Fields', ({ fields }, locale) => fields.map(({ label }) => label[locale]).join(', ')),
  text('Miksi', 'Why', ({ reason }, locale) => (reason === null ? null : (HELD_REASONS[reason.split(':')[0] ?? '']?.[locale].why ?? reason))),
  text('Tietueen laji', 'Entity', ({ entity }) => entity),
  text('Tietueen tunniste', 'Record id', ({ record }) => record),
];

/** One row for each field. */
export interface DifferenceRow extends Omit<ToldDifference, 'fields'> {
  readonly field: ToldDifference['fields'][number] | null;
}

export const DIFFERENCE_COLUMNS: readonly FileColumn<DifferenceRow>[] = [
  text('Tietue', 'Record', ({ name }) => name ?? null),
  text('Mitä tehtäisiin', 'What would be done', ({ kind }, locale) => RUN_WORDS.would[kind][locale]),
  text('Missä', 'Where', ({ side }) => SYSTEM[side]),
  text('Kenttä', 'Field', ({ field }, locale) => field?.label[locale] ?? null),
  text('Ennen', 'Before', ({ field }, locale) => cellText(field?.before ?? null, locale)),
  text('Jälkeen', 'After', ({ field }, locale) => cellText(field?.after ?? null, locale)),
  text('Tietueen laji', 'Entity', ({ entity }) => entity),
  text('Tietueen tunniste', 'Record id', ({ record }) => record),
];

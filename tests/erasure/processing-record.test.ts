// The record of processing: everything that may tell of a person is in it, in both languages, with who sees it and how it is forgotten.
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../src/connectors/connector.ts';
import { entities } from '../../src/entities/index.ts';
import { MIRRORS } from '../../src/entities/mirrors/index.ts';
import { withRollUps } from '../../src/entities/roll-ups.ts';
import { processingHtml } from '../../src/erasure/processing-html.ts';
import { processingRecord } from '../../src/erasure/processing-record.ts';
import type { ProcessingInput } from '../../src/erasure/processing-record.ts';
import { PURPOSES } from '../../src/erasure/processing-words.ts';
import { TABLES } from '../../src/store/declarations.ts';
import roles from '../../config/roles.json' with { type: 'json' };
import manifest from '../../manifest.json' with { type: 'json' };
import type { System } from '../../src/manifest.ts';

const hubspot = { side: 'crm', system: 'hubspot', entities: new Map([['contact', {}]]), privacy: { reaches: { contact: 'deleted', touches: 'redacted' } } } as unknown as Connector;
const input: ProcessingInput = {
  at: '2026-03-15T09:00:00.000Z', workspace: 'main', controller: 'Firma <Oy>', entities: withRollUps(entities, []), mirrors: MIRRORS, tables: TABLES, connectors: new Map([['crm', hubspot]]), modes: { psa: 'read-write', crm: 'read-only' },
  systems: manifest.systems as unknown as readonly System[], roles, retention: { beforeImages: 30, journal: 365, conflicts: 365, billingMoves: 730, accessLog: 400, people: 730 },
  figures: { contacts: 12, withoutBasis: 3, restricted: 1, basisRequired: false, retentionRules: 2 },
};
const record = processingRecord(input);
const forgets = (name: string) => dataOf(name)?.systems[0]?.forgets;
const dataOf = (name: string) => record.data.find((one) => one.name === name);

describe('the record of processing', () => {
  it('has every field and column that is declared as personal, and no other', () => {
    const declared = [
      ...[...input.entities.values()].flatMap(({ name, fields }) => [...fields.values()].flatMap((field) => (field.category === 'none' ? [] : [`${name}.${field.name} ${field.category}`]))),
      ...[...MIRRORS.values()].flatMap(({ name, columns }) => Object.entries(columns).flatMap(([column, { category }]) => (category === 'none' ? [] : [`${name}.${column} ${category}`]))),
    ];
    const told = record.data.flatMap(({ name, fields }) => fields.map((field) => `${name}.${field.name} ${field.category}`));
    expect(told.toSorted()).toEqual(declared.toSorted());
    expect(declared.length).toBeGreaterThan(60);
  });

  it('says of every kind of data why, on what ground, of whom and for how long, in both languages', () => {
    for (const { name, purpose, basis, subjects, kept } of record.data) for (const words of [purpose, basis, subjects, kept]) expect([name, words.fi.length > 3, words.en.length > 3]).toEqual([name, true, true]);
    expect(Object.keys(PURPOSES).toSorted()).toEqual([...input.entities.keys(), ...MIRRORS.keys()].toSorted());
  });

  it('tells which systems have it as they are connected now, and how it is forgotten there', () => {
    expect(dataOf('contact')?.systems).toEqual([{ system: 'hubspot', reads: true, writes: false, forgets: 'deleted' }, { system: 'sauma', reads: true, writes: true, forgets: 'deleted' }]);
    expect(dataOf('touches')?.systems[0]).toEqual({ system: 'hubspot', reads: true, writes: false, forgets: 'redacted' });
    expect(dataOf('users')?.systems.map(({ system }) => system)).toEqual(['sauma']);
    expect(record.recipients.map(({ system, connected, mode }) => [system, connected, mode])).toEqual([['severa', false, null], ['hubspot', true, 'read-only']]);
  });

  it('names the roles that see it, by the rights they have', () => {
    expect(dataOf('contact')?.roles.map(({ role }) => role)).toEqual(['sales', 'marketing', 'privacyOfficer']);
    expect(dataOf('suppressions')?.roles).toEqual([]);
    expect(dataOf('accessLog')).toMatchObject({ kept: { fi: '400 päivää', en: '400 days' }, roles: [{ role: 'privacyOfficer' }] });
  });

  it('has every table of ours that is declared to tell of a person, and says how it goes as that is declared', () => {
    const own = record.data.filter(({ kind }) => kind === 'own');
    expect(own.length).toBeGreaterThan(11);
    expect([forgets('legalBases'), forgets('accessLog'), forgets('remarks'), forgets('erasures'), forgets('suppressions'), forgets('journal')]).toEqual(['deleted', 'deleted', 'redacted', 'expires', 'retained', 'expires']);
    const diary = { words: { category: 'free-text', reachedBy: ['text'] } } as const;
    expect(() => processingRecord({ ...input, tables: { ...TABLES, diary } })).toThrow('no words for the table diary');
    expect(processingRecord({ ...input, tables: { remark: TABLES['remark'] ?? {} } }).data.filter(({ kind }) => kind === 'own').map(({ name }) => name)).toEqual(['remarks']);
  });

  it('refuses a kind of data that nobody has words for', () => {
    const mirror = { name: 'diaries', side: 'psa', label: { fi: 'Päiväkirjat', en: 'Diaries' }, customer: null, columns: { words: { kind: 'text', category: 'free-text' } } } as const;
    expect(() => processingRecord({ ...input, mirrors: new Map([['diaries', mirror]]) })).toThrow('the record of processing has no words for diaries');
  });

  it.each(['fi', 'en'] as const)('is a page of its own that fetches nothing and escapes everything: %s', (language) => {
    const html = processingHtml(record, language);
    expect(html).toContain('Firma &lt;Oy&gt;');
    expect(html).not.toMatch(/<script|src=|href=|url\(/u);
    for (const { label } of record.data) expect(html).toContain(`<h2>${label[language].replaceAll('&', '&amp;')}</h2>`);
  });
});

import { describe, expect, it } from 'vitest';
import { entities as all } from '../../src/entities/index.ts';
import { withCustomFields } from '../../src/entities/entity.ts';
import type { Entity, FieldDefinition } from '../../src/entities/entity.ts';
import { guessColumns } from '../../src/imports/columns.ts';
import type { Columns } from '../../src/imports/columns.ts';
import { headingWord, NAMES_ALONE, OWNERS, WHOLE_NAMES, WORDS } from '../../src/imports/headings.ts';
import { readMap } from '../../src/imports/map-file.ts';
import type { Cell } from '../../src/imports/table.ts';

const own: FieldDefinition = { name: 'custom.laatuluokka', kind: 'text', category: 'none', compare: 'text', label: { fi: 'Laatuluokka', en: 'Quality class' }, registry: null, target: null };
const entities: ReadonlyMap<string, Entity> = new Map(['account', 'contact'].flatMap((name) => {
  const entity = all.get(name);
  return entity ? [[name, name === 'account' ? withCustomFields(entity, [own]) : entity] as const] : [];
}));

const guess = (columns: readonly string[], lines: readonly (readonly Cell[])[] = []): Columns => guessColumns(columns, lines.map((cells, at) => ({ number: at + 2, cells })), entities);
const fields = (columns: Columns): readonly string[] => [...columns.map].toSorted(([a], [b]) => a - b).map(([place, { entity, field }]) => `${place} ${entity}.${field}`);

describe('what a column is taken for', () => {
  it('follows its heading in Finnish', () => {
    const columns = guess(['Yrityksen nimi', 'Y-tunnus', 'Katuosoite', 'Postinro', 'Postitoimipaikka', 'Maa', 'Etunimi', 'Sukunimi', 'Sähköposti (työ)', 'Matkapuhelin', 'Puhelin', 'Titteli', 'Yrityksen sähköposti']);
    expect(fields(columns)).toEqual(['0 account.name', '1 account.businessId', '2 account.street', '3 account.postalCode', '4 account.city', '5 account.country', '6 contact.firstName', '7 contact.lastName', '8 contact.emails', '9 contact.phones', '10 contact.phones', '11 contact.jobTitle', '12 account.email']);
    expect(columns.leftOut).toEqual([]);
  });

  it('follows its heading in English, written in many ways', () => {
    expect(fields(guess(['Company Name', 'VAT-number', 'E-Mail', 'phone_number', 'ZIP Code', 'City', 'Web site']))).toEqual(['0 account.name', '1 account.businessId', '2 account.email', '3 account.phone', '4 account.postalCode', '5 account.city', '6 account.website']);
    expect(fields(guess(['CUSTOMER', 'First name', 'LAST_NAME', 'e-mail address', 'Account phone', 'Quality class']))).toEqual(['0 account.name', '1 contact.firstName', '2 contact.lastName', '3 contact.emails', '4 account.phone', '5 account.custom.laatuluokka']);
  });

  it('is that of the heading which says whose it is, wherever it stands', () => {
    const columns = guess(['Nimi', 'Asiakkaan nimi', 'account.email', 'Contact.Emails', 'Sähköposti']);
    expect(fields(columns)).toEqual(['1 account.name', '2 account.email', '3 contact.emails']);
    expect(columns.leftOut).toEqual([{ column: 'Nimi', why: 'taken' }, { column: 'Sähköposti', why: 'taken' }]);
  });

  it('is nothing of a person in a file without persons, unless it says so', () => {
    expect(fields(guess(['Yritys', 'Sähköposti', 'Matkapuhelin', 'Titteli']))).toEqual(['0 account.name', '1 account.email']);
    expect(fields(guess(['Yritys', 'Yhteyshenkilön sähköposti']))).toEqual(['0 account.name', '1 contact.emails']);
  });

  it('follows the look of the cells where the heading says nothing', () => {
    const lines = [['A', '1234567-1', 'a@esimerkki.example', '040 123 4567', 'https://a.example', '1'], ['B', '7654321-2', 'b@esimerkki.example', '+358 50 765 4321', 'www.b.example', '2'], ['C', '', 'c@esimerkki.example', '09 123 4567', '', '3'], ['D', '0201256-6', '', '', 'https://d.example', '4']];
    const columns = guess(['Asiakas', 'Tunnus', 'Osoite 2', 'Numero', 'Linkki', 'Muu'], lines);
    expect(fields(columns)).toEqual(['0 account.name', '1 account.businessId', '2 account.email', '3 account.phone', '4 account.website']);
    expect(columns.leftOut).toEqual([{ column: 'Muu', why: 'unknown' }]);
  });

  it('is left out for a reason: nothing in it, both names of a person in one, or nothing known', () => {
    const columns = guess(['Yritys', 'Yhteyshenkilö', 'Koodi X', 'column 4'], [['A', 'Aino Esimerkki', 'x', null], ['B', 'Matti Malli', 'y', null], ['C', 'Maija Mallinen', 'z', null]]);
    expect(columns.leftOut).toEqual([{ column: 'Yhteyshenkilö', why: 'whole-name' }, { column: 'Koodi X', why: 'unknown' }, { column: 'column 4', why: 'empty' }]);
  });

  it('is left out as fixed where it is a field that no file fills', () => {
    const fillable = new Map([...entities].map(([name, entity]) => [name, { ...entity, fields: new Map([...entity.fields].filter(([field]) => field !== 'notes')) }]));
    expect(guessColumns(['Yritys', 'Muistiinpanot', 'Yrityksen kuvaus', 'Koodi'], [], fillable).leftOut).toEqual([{ column: 'Muistiinpanot', why: 'fixed' }, { column: 'Yrityksen kuvaus', why: 'fixed' }, { column: 'Koodi', why: 'unknown' }]);
  });

  it('is never a pointer to another record, and never one field of one value twice', () => {
    const found = fields(guess(['Asiakas', 'Yritys', 'Contact account', 'Other accounts', 'Account name']));
    expect(found).toEqual(['0 account.name']);
  });

  it('knows its words as headings are written there, of fields that exist', () => {
    const words = [...Object.values(OWNERS).flat(), ...WHOLE_NAMES, ...Object.values(WORDS).flatMap((own) => Object.values(own).flat())];
    expect(words.filter((word) => headingWord(word) !== word)).toEqual([]);
    const named = [...Object.entries(WORDS).flatMap(([entity, own]) => Object.keys(own).map((field) => [entity, field] as const)), ...Object.entries(NAMES_ALONE)];
    expect(named.filter(([entity, field]) => entities.get(entity)?.fields.get(field) === undefined)).toEqual([]);
  });
});

describe('a map that somebody wrote', () => {
  const columns = ['Yritys', 'Y-tunnus', 'Sähköposti', 'Sposti 2', 'Muistiinpanoja'];
  const map = (named: object): Columns => readMap(JSON.stringify({ columns: named }), columns, entities);

  it('is followed, and what it does not name is left out', () => {
    const read = map({ Yritys: 'account.name', 'y-tunnus ': 'account.businessId', Sähköposti: 'contact.emails', 'Sposti 2': 'contact.emails', Muistiinpanoja: null });
    expect(fields(read)).toEqual(['0 account.name', '1 account.businessId', '2 contact.emails', '3 contact.emails']);
    expect(read.leftOut).toEqual([{ column: 'Muistiinpanoja', why: 'told' }]);
    expect(fields(map({ Yritys: 'account.custom.laatuluokka' }))).toEqual(['0 account.custom.laatuluokka']);
  });

  it.each([
    [{ Yrity: 'account.name' }, 'Did you mean "Yritys"? Known: Yritys, Y-tunnus'],
    [{ Yritys: 'account.nmae' }, 'Did you mean "account.name"? Known: account.name,'],
    [{ Yritys: 'contact.account' }, 'no such field can be imported'],
    [{ Yritys: 'salesCase.name' }, 'no such field can be imported'],
    [{ Yritys: 'account.name', Sähköposti: 'account.name' }, 'which has one value'],
    [{ Yritys: 'account.name', yritys: null }, 'names the column "Yritys" twice'],
    [{ Yritys: null }, 'names no field'],
    [{ Yritys: 7 }, 'cannot be read'],
  ])('is refused as %j, with what is known', (named, words) => expect(() => map(named)).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(words) })));

  it('is refused when it is no map at all', () => {
    for (const text of ['', '{', '[]', '{"columns":{},"more":1}']) expect(() => readMap(text, columns, entities)).toThrow('the map cannot be read');
  });
});

// The columns of the registers in a file, in Finnish and in English. Invariant: a file has what the page shows and what is needed to use
// it elsewhere: an address that was refused never stands among those to write to.
import type { RegisterViews } from '../store/views/registers.ts';
import type { Cell, CellKind } from '../lib/sheet.ts';
import { lifecycleWord } from './contract/lifecycle-words.ts';
import type { FileColumn } from './sheet-file.ts';

type Item<View extends 'accountLines' | 'contactLines' | 'caseLines' | 'touchLines'> = Awaited<ReturnType<RegisterViews[View]>>['items'][number];
type Words = Readonly<Record<string, string>>;

const column = <Row>(kind: CellKind, fi: string, en: string, of: (row: Row, locale: 'fi' | 'en') => Cell): FileColumn<Row> => ({ kind, label: { fi, en }, of });
const inFinnish = (words: Words, value: string | null, locale: 'fi' | 'en'): string | null => (value === null ? null : locale === 'fi' ? (words[value] ?? value) : value);
const joined = (values: readonly string[]): string | null => (values.length === 0 ? null : values.join('; '));

const SIZES: Words = { small: 'pieni', medium: 'keskisuuri', large: 'suuri' };
const MAIL: Words = { allowed: 'saa lähettää', refused: 'kielletty', none: 'ei osoitetta' };
const STATES: Words = { open: 'avoin', won: 'voitettu', lost: 'hävitty' };
const KINDS: Words = { email: 'sähköposti', meeting: 'tapaaminen', call: 'puhelu', task: 'tehtävä' };

export const ACCOUNT_COLUMNS: readonly FileColumn<Item<'accountLines'>>[] = [
  column('text', 'Nimi', 'Name', ({ name }) => name),
  column('text', 'Y-tunnus', 'Business ID', ({ businessId }) => businessId),
  column('bool', 'Ostanut', 'Has bought', ({ isCustomer }) => isCustomer),
  column('text', 'Elinkaaren vaihe', 'Lifecycle stage', ({ lifecycle }, locale) => lifecycle !== null ? lifecycleWord(lifecycle, locale) : null),
  column('text', 'Vastuuhenkilö', 'Owner', ({ ownerName }) => ownerName),
  column('text', 'Toimiala', 'Industry', ({ industry }) => industry),
  column('text', 'Segmentit', 'Segments', ({ segments }) => joined(segments)),
  column('text', 'Arvoluokka', 'Value class', ({ valueClass }) => valueClass),
  column('text', 'Kokoluokka', 'Size class', ({ sizeClass }, locale) => inFinnish(SIZES, sizeClass, locale)),
  column('date', 'Asiakas alkaen', 'Customer since', ({ customerSince }) => customerSince),
  column('date', 'Viimeisin lasku', 'Last invoice', ({ lastInvoiceOn }) => lastInvoiceOn),
  column('decimal', 'Avoimia myyntitapauksia', 'Open sales cases', ({ openCases }) => String(openCases)),
  column('text', 'Kaupunki', 'City', ({ city }) => city),
  column('text', 'Verkkotunnus', 'Domain', ({ domain }) => domain),
  column('bool', 'Aktiivinen', 'Active', ({ active }) => active),
  column('text', 'Tunniste', 'Id', ({ id }) => id),
];

const mailable = ({ emails, optOuts }: Item<'contactLines'>): readonly string[] => {
  const refused = new Set(optOuts.map((address) => address.toLowerCase()));
  return emails.filter((address) => !refused.has(address.toLowerCase()));
};

export const CONTACT_COLUMNS: readonly FileColumn<Item<'contactLines'>>[] = [
  column('text', 'Etunimi', 'First name', ({ firstName }) => firstName),
  column('text', 'Sukunimi', 'Last name', ({ lastName }) => lastName),
  column('text', 'Tehtävänimike', 'Job title', ({ jobTitle }) => jobTitle),
  column('text', 'Asiakas', 'Account', ({ accountName }) => accountName),
  column('text', 'Saa lähettää osoitteeseen', 'May be written to', (row) => joined(mailable(row))),
  column('text', 'Kielletyt osoitteet', 'Opt-outs', ({ optOuts }) => joined(optOuts)),
  column('text', 'Sähköpostitus', 'E-mailing', ({ mail }, locale) => inFinnish(MAIL, mail, locale)),
  column('text', 'Käsittelyperuste', 'Legal basis', ({ legalBasis }) => joined(legalBasis)),
  column('text', 'Puhelimet', 'Phones', ({ phones }) => joined(phones)),
  column('text', 'Rooli', 'Role', ({ role }) => role),
  column('text', 'Kieli', 'Language', ({ language }) => language),
  column('text', 'Elinkaaren vaihe', 'Lifecycle stage', ({ lifecycle }, locale) => lifecycle !== null ? lifecycleWord(lifecycle, locale) : null),
  column('text', 'Vastuuhenkilö', 'Owner', ({ ownerName }) => ownerName),
  column('bool', 'Aktiivinen', 'Active', ({ active }) => active),
  column('text', 'Tunniste', 'Id', ({ id }) => id),
];

export const CASE_COLUMNS: readonly FileColumn<Item<'caseLines'>>[] = [
  column('text', 'Nimi', 'Name', ({ name }) => name),
  column('text', 'Numero', 'Number', ({ number }) => number),
  column('text', 'Asiakas', 'Account', ({ accountName }) => accountName),
  column('text', 'Tulos', 'State', ({ state }, locale) => inFinnish(STATES, state, locale)),
  column('text', 'Myynnin tila', 'Stage', ({ stageName }) => stageName),
  column('decimal', 'Todennäköisyys, %', 'Probability, %', ({ probability }) => probability),
  column('date', 'Odotettu tilauspäivä', 'Expected order date', ({ expectedOrderDate }) => expectedOrderDate),
  { ...column('decimal', 'Arvo', 'Value', ({ value }) => value ?? null), amount: true },
  column('text', 'Valuutta', 'Currency', ({ currency }) => currency),
  column('text', 'Myyjä', 'Owner', ({ ownerName }) => ownerName),
  column('text', 'Tunniste', 'Id', ({ id }) => id),
];

const namesOf = (parties: readonly { readonly name: string | null }[]): string | null => joined(parties.flatMap(({ name }) => name ?? []));

export const TOUCH_COLUMNS: readonly FileColumn<Item<'touchLines'>>[] = [
  column('instant', 'Aika (UTC)', 'Time (UTC)', ({ at }) => at),
  column('text', 'Laji', 'Kind', ({ kind }, locale) => inFinnish(KINDS, kind, locale)),
  column('text', 'Otsikko', 'Title', ({ title }) => title),
  column('text', 'Asiakkaat', 'Accounts', ({ accounts }) => namesOf(accounts)),
  column('text', 'Yhteyshenkilöt', 'Contacts', ({ contacts }) => namesOf(contacts)),
  column('text', 'Myyntitapaukset', 'Sales cases', ({ deals }) => namesOf(deals)),
  column('text', 'Suunta', 'Direction', ({ direction }) => direction),
  column('text', 'Tulos', 'Outcome', ({ outcome }) => outcome),
  column('text', 'Vastuuhenkilö', 'Owner', ({ ownerName }) => ownerName),
  column('text', 'Tunniste', 'Id', ({ id }) => id),
];

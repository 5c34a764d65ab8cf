// What a receipt says in words, in Finnish and English. Invariant: both languages say the same, and neither names anybody who was forgotten.
import type { Residue } from '../connectors/privacy.ts';

export type ReceiptLanguage = 'fi' | 'en';

interface Words {
  readonly title: string;
  readonly summary: Readonly<Record<'nothing' | 'erased' | 'verified', string>>;
  readonly notYet: string;
  readonly request: string;
  readonly number: string;
  readonly controller: string;
  readonly legalBasis: string;
  readonly receivedAt: string;
  readonly dueOn: string;
  readonly extended: string;
  readonly identityAt: string;
  readonly approvedAt: string;
  readonly erasedAt: string;
  readonly verifiedAt: string;
  readonly systems: string;
  readonly system: Readonly<Record<string, string>>;
  readonly nothingThere: string;
  readonly counts: Readonly<Record<'deleted' | 'redacted' | 'detached' | 'byHand' | 'confirmed' | 'kept' | 'open', string>>;
  readonly kept: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly grounds: Readonly<Record<string, string>>;
  readonly until: string;
  readonly residue: string;
  /** What is kept → what that means. */
  readonly residues: Readonly<Record<Residue, string>>;
  readonly checks: string;
  readonly check: Readonly<Record<'now' | 'hour' | 'day' | 'month', string>>;
  readonly foundNothing: string;
  readonly foundAgain: string;
  readonly signature: string;
  readonly signatureText: string;
  readonly previous: string;
  readonly publicKey: string;
}

const systemNames = { severa: 'Visma Severa', hubspot: 'HubSpot', sauma: 'Sauma' };

export const RECEIPT_WORDS: Readonly<Record<ReceiptLanguage, Words>> = {
  fi: {
    title: 'Todistus tietojen poistamisesta',
    summary: {
      nothing: 'Pyyntö käsiteltiin. Järjestelmistä ei löytynyt tietoja pyynnön esittäjästä. Estolistalla oleva avaintiiviste varmistaa, ettei henkilöä tallenneta vahingossa.',
      erased: 'Pyynnön mukaiset tiedot on poistettu alla kerrotuista järjestelmistä. Poistoa tarkistetaan vielä kuukauden ajan.',
      verified: 'Pyynnön mukaiset tiedot on poistettu alla kerrotuista järjestelmistä, ja poisto on tarkistettu kuukauden kuluttua.',
    },
    notYet: 'ei vielä',
    request: 'Pyyntö', number: 'Numero', controller: 'Rekisterinpitäjä', legalBasis: 'Peruste', receivedAt: 'Saapunut', dueOn: 'Määräaika', extended: 'pidennetty',
    identityAt: 'Henkilöllisyys varmistettu', approvedAt: 'Hyväksytty', erasedAt: 'Poistettu', verifiedAt: 'Tarkistettu',
    systems: 'Järjestelmät', system: systemNames, nothingThere: 'ei tietoja',
    counts: { deleted: 'poistettu', redacted: 'teksteistä poistettu', detached: 'irrotettu', byHand: 'käsin', confirmed: 'näistä pelkän vahvistuksen varassa', kept: 'säilytetään', open: 'kesken' },
    kept: 'Lain nojalla säilytettävä', kinds: { invoice: 'laskut', invoiceRow: 'laskurivit', hour: 'työtunnit', workHour: 'työtunnit', travelExpense: 'matkakulut' },
    grounds: { 'accounting-act-2-10': 'kirjanpitolaki 2:10' }, until: 'enintään',
    residue: 'Jää järjestelmään poistosta huolimatta',
    residues: { 'property-history': 'tekstin aiempi sanamuoto säilyy ominaisuuden muutoshistoriassa, kunnes tietue poistetaan. Ohjelma ei voi poistaa sitä: pyydä HubSpotin tukea poistamaan historia tai poista tietue.' },
    checks: 'Tarkistukset', check: { now: 'Heti', hour: 'Tunnin kuluttua', day: 'Vuorokauden kuluttua', month: 'Kuukauden kuluttua' }, foundNothing: 'mitään ei löytynyt', foundAgain: 'löytyi tietoja, jotka poistettiin',
    signature: 'Allekirjoitus', signatureText: 'Todistuksen koneluettava muoto (JSON) on allekirjoitettu, ja se on ketjutettu edelliseen todistukseen. Komento "sauma erase verify" tarkistaa sen.', previous: 'Edellinen', publicKey: 'Julkinen avain',
  },
  en: {
    title: 'Receipt of erasure',
    summary: {
      nothing: 'The request was carried out. No data about the person who asked was found in the systems. A keyed hash on the suppression list makes sure that they are not stored by mistake.',
      erased: 'The data asked for has been erased from the systems below. The erasure is checked for another month.',
      verified: 'The data asked for has been erased from the systems below, and the erasure was checked after a month.',
    },
    notYet: 'not yet',
    request: 'Request', number: 'Number', controller: 'Controller', legalBasis: 'Legal basis', receivedAt: 'Received', dueOn: 'Due', extended: 'extended',
    identityAt: 'Identity confirmed', approvedAt: 'Approved', erasedAt: 'Erased', verifiedAt: 'Verified',
    systems: 'Systems', system: systemNames, nothingThere: 'no data',
    counts: { deleted: 'deleted', redacted: 'taken out of texts', detached: 'detached', byHand: 'by hand', confirmed: 'of these confirmed by a person only', kept: 'kept', open: 'open' },
    kept: 'Kept because the law requires it', kinds: { invoice: 'invoices', invoiceRow: 'invoice rows', hour: 'hours of work', workHour: 'hours of work', travelExpense: 'travel expenses' },
    grounds: { 'accounting-act-2-10': 'Finnish Accounting Act 2:10' }, until: 'at most until',
    residue: 'Stays in the system in spite of the erasure',
    residues: { 'property-history': 'what a text said before stays in the history of its property until its record is deleted. No program can take it away: ask HubSpot’s support to remove the history, or delete the record.' },
    checks: 'Checks', check: { now: 'At once', hour: 'After an hour', day: 'After a day', month: 'After a month' }, foundNothing: 'nothing was found', foundAgain: 'something was found and erased',
    signature: 'Signature', signatureText: 'The machine-readable form of this receipt (JSON) is signed and chained to the receipt before it. "sauma erase verify" checks it.', previous: 'Previous', publicKey: 'Public key',
  },
};

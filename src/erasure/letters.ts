// Letters to whoever asked to be forgotten, ready to be copied: the dates, reasons and grounds are filled in, the name is left for the
// officer. Invariants: a letter names nobody and does not tell whether anybody is known before their identity is; whatever is refused or
// kept comes with its ground and with the ways to complain.
import type { Ground } from '../core/erasure-plan.ts';
import { RECEIPT_WORDS } from './receipt-words.ts';
import type { ReceiptLanguage } from './receipt-words.ts';

export type LetterKind = 'acknowledgement' | 'extension' | 'refusal' | 'completion';

export interface Letter {
  readonly kind: LetterKind;
  readonly subject: string;
  readonly text: string;
}

export interface LetterFacts {
  /** Random; what the person may refer to. */
  readonly requestId: string;
  /** Empty: left for the officer. */
  readonly controller: string;
  /** Plain dates. `firstDueOn`: one month after receipt; `dueOn`: with an extension. */
  readonly receivedOn: string;
  readonly firstDueOn: string;
  readonly dueOn: string;
  /** As the officer wrote them; null: has not happened. */
  readonly extensionReason: string | null;
  readonly refusalReason: string | null;
  /** Null: not yet. */
  readonly erasedOn: string | null;
  /** Names of systems that were looked through. */
  readonly systems: readonly string[];
  readonly foundNothing: boolean;
  readonly kept: readonly { readonly kind: string; readonly ground: Ground; readonly until: string }[];
}

interface Words {
  readonly greeting: string;
  readonly closing: string;
  readonly controller: string;
  readonly and: string;
  day(on: string): string;
  readonly grounds: Readonly<Record<Ground, string>>;
  readonly complaint: readonly string[];
  acknowledgement(told: Told): readonly string[];
  extension(told: Told): readonly string[];
  refusal(told: Told): readonly string[];
  completion(told: Told): readonly string[];
  readonly subjects: Readonly<Record<LetterKind, string>>;
}

/** The facts in words. */
interface Told {
  readonly id: string;
  readonly received: string;
  readonly firstDue: string;
  readonly due: string;
  readonly reason: string;
  readonly erased: string;
  readonly systems: string;
  readonly foundNothing: boolean;
  readonly kept: readonly string[];
}

/** Those that the request calls for so far: the acknowledgement always. */
export function lettersOf(facts: LetterFacts, language: ReceiptLanguage): readonly Letter[] {
  const words = WORDS[language];
  const told = toldIn(facts, words, language);
  const letter = (kind: LetterKind, reason: string): Letter => {
    const paragraphs = words[kind]({ ...told, reason });
    const complaint = kind === 'refusal' || (kind === 'completion' && told.kept.length > 0) ? words.complaint : [];
    const signature = `${words.closing}\n${facts.controller === '' ? words.controller : facts.controller}`;
    return { kind, subject: words.subjects[kind], text: [words.greeting, ...paragraphs, ...complaint, signature].join('\n\n') };
  };
  return [
    letter('acknowledgement', ''),
    ...(facts.extensionReason === null ? [] : [letter('extension', facts.extensionReason)]),
    ...(facts.refusalReason === null ? [] : [letter('refusal', facts.refusalReason)]),
    ...(facts.erasedOn === null ? [] : [letter('completion', '')]),
  ];
}

function toldIn(facts: LetterFacts, words: Words, language: ReceiptLanguage): Told {
  const kept = [...new Set(facts.kept.map(({ kind, ground, until }) => `– ${RECEIPT_WORDS[language].kinds[kind] ?? kind}: ${words.grounds[ground]}, ${RECEIPT_WORDS[language].until} ${words.day(until)}`))];
  const systems = facts.systems.length < 2 ? facts.systems.join('') : `${facts.systems.slice(0, -1).join(', ')} ${words.and} ${facts.systems.at(-1)}`;
  return {
    id: facts.requestId, received: words.day(facts.receivedOn), firstDue: words.day(facts.firstDueOn), due: words.day(facts.dueOn), reason: '',
    erased: facts.erasedOn === null ? '' : words.day(facts.erasedOn), systems, foundNothing: facts.foundNothing, kept,
  };
}

function dayIn(locale: string, month: 'long' | 'numeric'): (on: string) => string {
  return (on) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month, year: 'numeric' }).format(new Date(`${on}T00:00:00Z`));
}

const WORDS: Readonly<Record<ReceiptLanguage, Words>> = {
  fi: {
    greeting: 'Hei [nimi],',
    closing: 'Ystävällisin terveisin',
    controller: '[rekisterinpitäjän nimi ja yhteystiedot]',
    and: 'ja',
    day: dayIn('fi-FI', 'numeric'),
    grounds: { 'accounting-act-2-10': 'kirjanpitolain (1336/1997) 2 luvun 10 §' },
    subjects: {
      acknowledgement: 'Olemme vastaanottaneet pyyntösi',
      extension: 'Pyyntösi käsittely kestää odotettua pidempään',
      refusal: 'Päätös pyyntöösi',
      completion: 'Pyyntösi on käsitelty',
    },
    acknowledgement: ({ id, received, firstDue }) => [
      `olemme vastaanottaneet ${received} pyynnön, joka koskee henkilötietojen poistamista. Pyynnön tunnus on ${id}.`,
      'Varmistamme ensin, että pyynnön on esittänyt henkilö, jota tiedot koskevat. Otamme sinuun yhteyttä, jos tarvitsemme sitä varten lisätietoja. Emme pyydä emmekä säilytä kopiota henkilötodistuksesta.',
      `Vastaamme pyyntöön viimeistään ${firstDue} (EU:n yleisen tietosuoja-asetuksen 12 artiklan 3 kohta). Jos asia osoittautuu poikkeuksellisen laajaksi tai monimutkaiseksi, voimme jatkaa määräaikaa enintään kahdella kuukaudella. Kerromme jatkamisesta ja sen syistä ennen määräajan päättymistä.`,
      'Jos käsittelemme tietojasi, poistamme ne kaikista järjestelmistämme. Osan tiedoista voi olla pakko säilyttää lain nojalla, esimerkiksi kirjanpitoa varten. Kerromme vastauksessamme, mitä säilytetään, millä perusteella ja kuinka kauan.',
    ],
    extension: ({ id, received, firstDue, due, reason }) => [
      `vastaanotimme ${received} pyyntösi henkilötietojesi poistamisesta (tunnus ${id}). Pyynnön käsittely kestää pidempään kuin yhden kuukauden, joten jatkamme määräaikaa enintään kahdella kuukaudella. Alkuperäinen määräaika oli ${firstDue}.`,
      `Jatkamisen syy: ${reason}`,
      `Vastaamme pyyntöösi viimeistään ${due}. Jatkaminen perustuu EU:n yleisen tietosuoja-asetuksen 12 artiklan 3 kohtaan.`,
    ],
    refusal: ({ id, received, reason }) => [
      `vastaanotimme ${received} pyyntösi henkilötietojesi poistamisesta (tunnus ${id}). Emme voi toteuttaa pyyntöä.`,
      `Päätöksen perustelut: ${reason}`,
    ],
    completion: ({ id, received, erased, systems, foundNothing, kept }) => [
      `vastaanotimme ${received} pyyntösi henkilötietojesi poistamisesta (tunnus ${id}).`,
      foundNothing
        ? `Tarkistimme järjestelmämme (${systems}) ${erased}. Niistä ei löytynyt sinua koskevia tietoja niillä tiedoilla, jotka annoit meille.`
        : `Tietosi poistettiin ${erased} seuraavista järjestelmistä: ${systems}. Tarkistamme poiston vielä tunnin, vuorokauden ja kuukauden kuluttua. Jos tietojasi ilmestyy näkyviin uudelleen, poistamme ne.`,
      ...(kept.length === 0 ? [] : [`Seuraavat tiedot meidän on säilytettävä lain nojalla. Säilytämme niistä vain sen, mitä laki edellyttää, emmekä käytä niitä muuhun:\n${kept.join('\n')}`]),
      'Jotta tietojasi ei tallennettaisi vahingossa uudelleen, säilytämme niistä lasketun avaintiivisteen. Siitä ei voi päätellä tietojasi ilman avainta, joka on erillään tietokannasta. Varmuuskopioissa olevia tietoja ei käytetä, ja jos varmuuskopio palautetaan, tietosi poistetaan siitä ennen käyttöönottoa.',
      'Ilmoitamme poistosta niille, joille tietojasi on luovutettu. Kerromme pyynnöstä, keitä he ovat (EU:n yleisen tietosuoja-asetuksen 19 artikla).',
      'Liitteenä on todistus, josta näet, mitä on tehty. Todistuksessa ei ole sinua koskevia tietoja.',
    ],
    complaint: [
      'Jos katsot, että henkilötietojasi on käsitelty tietosuojalainsäädännön vastaisesti, sinulla on oikeus tehdä valitus tietosuojavaltuutetulle (EU:n yleisen tietosuoja-asetuksen 77 artikla): Tietosuojavaltuutetun toimisto, PL 800, 00531 Helsinki, tietosuoja.fi. Voit myös saattaa asian tuomioistuimen ratkaistavaksi (79 artikla).',
    ],
  },
  en: {
    greeting: 'Dear [name],',
    closing: 'Kind regards',
    controller: '[name and contact details of the controller]',
    and: 'and',
    day: dayIn('en-GB', 'long'),
    grounds: { 'accounting-act-2-10': 'chapter 2, section 10 of the Finnish Accounting Act (1336/1997)' },
    subjects: {
      acknowledgement: 'We have received your request',
      extension: 'Your request takes longer than expected',
      refusal: 'Our decision on your request',
      completion: 'Your request has been dealt with',
    },
    acknowledgement: ({ id, received, firstDue }) => [
      `On ${received} we received a request to erase personal data. Its reference is ${id}.`,
      'We first make sure that the request comes from the person whom the data concerns. We will contact you if we need anything more for that. We neither ask for a copy of an identity document nor keep one.',
      `We will answer by ${firstDue} at the latest (Article 12(3) of the General Data Protection Regulation). If the matter turns out to be exceptionally extensive or complex, we may extend this period by up to two months. We would tell you so, with the reasons, before the period ends.`,
      'If we process your data, we will erase it from all our systems. The law may require us to keep a part of it, for example for bookkeeping. Our answer will say what is kept, on what ground and for how long.',
    ],
    extension: ({ id, received, firstDue, due, reason }) => [
      `On ${received} we received your request to erase your personal data (reference ${id}). Dealing with it takes longer than one month, so we extend the period by up to two months. It would have ended on ${firstDue}.`,
      `The reason for the extension: ${reason}`,
      `We will answer by ${due} at the latest. The extension is based on Article 12(3) of the General Data Protection Regulation.`,
    ],
    refusal: ({ id, received, reason }) => [
      `On ${received} we received your request to erase your personal data (reference ${id}). We cannot do what you ask for.`,
      `The reasons for this decision: ${reason}`,
    ],
    completion: ({ id, received, erased, systems, foundNothing, kept }) => [
      `On ${received} we received your request to erase your personal data (reference ${id}).`,
      foundNothing
        ? `On ${erased} we looked through our systems (${systems}). With what you told us, they hold no data about you.`
        : `Your data was erased on ${erased} from the following systems: ${systems}. We check the erasure again after an hour, a day and a month. Should any of your data turn up again, we erase it.`,
      ...(kept.length === 0 ? [] : [`The law requires us to keep the following. We keep no more of it than the law requires, and use it for nothing else:\n${kept.join('\n')}`]),
      'So that your data is not stored again by mistake, we keep a keyed hash of it. Your data cannot be worked out from it without the key, which is kept apart from the database. Data in backups is not used, and if a backup is restored, your data is erased from it before it is taken into use.',
      'We tell those to whom your data was disclosed about the erasure. If you ask, we tell you who they are (Article 19 of the General Data Protection Regulation).',
      'The attached receipt shows what was done. It contains no data about you.',
    ],
    complaint: [
      'If you consider that your personal data has been processed against data protection law, you have the right to complain to the Data Protection Ombudsman (Article 77 of the General Data Protection Regulation): Office of the Data Protection Ombudsman, P.O. Box 800, 00531 Helsinki, Finland, tietosuoja.fi/en. You may also bring the matter before a court (Article 79).',
    ],
  },
};

// What the record of processing says in words: purposes, grounds, whom it is about and how long it is kept, for each kind of data that may
// tell something of a person. Invariant: a kind of data that is personal and has no words here does not pass the tests.
import type { DataCategory } from '../entities/entity.ts';

export interface Words {
  readonly fi: string;
  readonly en: string;
}

export interface PurposeWords {
  readonly purpose: Words;
  /** As GDPR article 6 has it. */
  readonly basis: Words;
  readonly subjects: Words;
  readonly kept: Words;
}

const both = (fi: string, en: string): Words => ({ fi, en });

const CONTRACT = both('sopimuksen täytäntöönpano (6(1)(b)) tai oikeutettu etu: asiakassuhteen hoitaminen (6(1)(f))', 'performance of a contract (6(1)(b)) or legitimate interest: looking after customers (6(1)(f))');
const INTEREST = both('oikeutettu etu: myynti ja asiakassuhteen hoitaminen (6(1)(f)); suoramarkkinointiin suostumus tai oikeutettu etu vastaanottajan mukaan', 'legitimate interest: selling and looking after customers (6(1)(f)); for direct marketing consent or legitimate interest, by recipient');
const BOOKS = both('lakisääteinen velvoite: kirjanpitolaki (6(1)(c)), ja sopimuksen täytäntöönpano (6(1)(b))', 'legal obligation: the Finnish Accounting Act (6(1)(c)), and performance of a contract (6(1)(b))');
const EMPLOYER = both('työsuhteen hoitaminen ja oikeutettu etu: työn johtaminen ja laskutus (6(1)(b) ja (f))', 'the employment and legitimate interest: leading and billing work (6(1)(b) and (f))');
const ACCOUNTABLE = both('lakisääteinen velvoite: osoitusvelvollisuus ja rekisteröidyn oikeudet (6(1)(c))', 'legal obligation: accountability and the rights of data subjects (6(1)(c))');

const PEOPLE = both('asiakkaiden ja mahdollisten asiakkaiden yhteyshenkilöt', 'contacts at customers and potential customers');
const STAFF = both('oma henkilöstö', 'own staff');
const ANYBODY = both('kuka tahansa, joka mainitaan vapaassa tekstissä; oma henkilöstö', 'anybody named in free text; own staff');
const USERS = both('Sauman käyttäjät (oma henkilöstö)', 'people who use Sauma (own staff)');

const AS_SOURCE = both('niin kauan kuin tietue on Severassa tai HubSpotissa; säilytyssäännöt ehdottavat poistoa', 'as long as Severa or HubSpot has the record; retention rules propose to forget');
const VOUCHERS = both('tositteet kuusi vuotta sen kalenterivuoden lopusta, jonka aikana tilikausi päättyi (KPL 2:10); muut niin kauan kuin Severassa', 'vouchers six years from the end of the calendar year in which the financial year ended (Accounting Act 2:10); others as long as in Severa');

/** By entity or mirror. */
export const PURPOSES: Readonly<Record<string, PurposeWords>> = {
  account: { purpose: both('Asiakkaiden tiedot samoina toiminnanohjauksessa ja asiakkuudenhallinnassa', 'The same facts about customers in PSA and CRM'), basis: CONTRACT, subjects: both('yksityiset elinkeinonharjoittajat; organisaation yhteystiedoissa nimetyt', 'sole traders; whoever an organisation’s address names'), kept: AS_SOURCE },
  contact: { purpose: both('Yhteydenpito asiakkaisiin ja mahdollisiin asiakkaisiin sekä markkinointikieltojen noudattaminen', 'Keeping in touch with customers and potential customers, and respecting opt-outs'), basis: INTEREST, subjects: PEOPLE, kept: AS_SOURCE },
  salesCase: { purpose: both('Myynti ja sen ennustaminen', 'Selling and forecasting sales'), basis: INTEREST, subjects: both('yhteyshenkilöt, joihin myyntitapaus viittaa; myyjät', 'contacts that a sales case points to; sellers'), kept: AS_SOURCE },
  activity: { purpose: both('Sovittujen tehtävien, tapaamisten ja puheluiden hoitaminen', 'Tasks, meetings and calls that were agreed'), basis: INTEREST, subjects: ANYBODY, kept: AS_SOURCE },
  users: { purpose: both('Vastuuhenkilöiden ja työn tekijöiden tunnistaminen', 'Knowing who is responsible and who does the work'), basis: EMPLOYER, subjects: STAFF, kept: both('niin kauan kuin käyttäjä on Severassa; poistetusta jää vain tunniste', 'as long as Severa has the user; of a deleted one only the id stays') },
  projects: { purpose: both('Laskutettavan työn ja toimitusten seuranta', 'Following billable work and deliveries'), basis: CONTRACT, subjects: ANYBODY, kept: VOUCHERS },
  phases: { purpose: both('Projektien vaiheiden seuranta', 'Following the phases of projects'), basis: CONTRACT, subjects: ANYBODY, kept: VOUCHERS },
  proposals: { purpose: both('Tarjousten ja tilausten vertailu', 'Comparing proposals with orders'), basis: CONTRACT, subjects: ANYBODY, kept: VOUCHERS },
  proposalRows: { purpose: both('Tarjousten sisältö', 'What proposals are about'), basis: CONTRACT, subjects: ANYBODY, kept: VOUCHERS },
  statusHistory: { purpose: both('Myynnin eteneminen', 'How sales went on'), basis: INTEREST, subjects: STAFF, kept: AS_SOURCE },
  invoices: { purpose: both('Laskutuksen seuranta ja ostohistoria', 'Following invoices, and what was bought'), basis: BOOKS, subjects: both('yksityiset elinkeinonharjoittajat', 'sole traders'), kept: VOUCHERS },
  invoiceRows: { purpose: both('Laskutuksen seuranta', 'Following invoices'), basis: BOOKS, subjects: ANYBODY, kept: VOUCHERS },
  workHours: { purpose: both('Laskutettavan työn seuranta ja kannattavuus', 'Following billable work and margins'), basis: EMPLOYER, subjects: STAFF, kept: VOUCHERS },
  projectFees: { purpose: both('Laskutettavien kulujen seuranta', 'Following billable fees'), basis: EMPLOYER, subjects: ANYBODY, kept: VOUCHERS },
  travelExpenses: { purpose: both('Laskutettavien matkakulujen seuranta', 'Following billable travel expenses'), basis: EMPLOYER, subjects: STAFF, kept: VOUCHERS },
  flatRates: { purpose: both('Kiinteähintaisen laskutuksen seuranta', 'Following flat rates'), basis: CONTRACT, subjects: ANYBODY, kept: VOUCHERS },
  touches: { purpose: both('Yhteydenpidon määrä ja ajankohta; sisältöä ei lueta', 'How often and when somebody was in touch; what was said is never read'), basis: INTEREST, subjects: both('yhteyshenkilöt ja oma henkilöstö', 'contacts and own staff'), kept: AS_SOURCE },
};

/** How long something of ours is kept: a setting, or a sentence. */
export type KeptWords = { readonly days: 'beforeImages' | 'journal' | 'conflicts' | 'billingMoves' | 'accessLog' | 'people' } | { readonly words: Words };

export interface OwnData {
  readonly name: string;
  /** Where it stands in the database. */
  readonly tables: readonly string[];
  readonly label: Words;
  readonly purpose: Words;
  readonly basis: Words;
  readonly subjects: Words;
  readonly kept: KeptWords;
}

const WITH_CONTACT = both('niin kauan kuin yhteyshenkilö on Saumassa', 'as long as Sauma has the contact');

/** What Sauma keeps of its own, besides what the systems show: every table that may tell of a person is in one of these. */
export const OWN_DATA: readonly OwnData[] = [
  { name: 'copies', tables: ['side_state', 'match_key', 'intent', 'held', 'register_account', 'register_contact', 'register_sales_case', 'register_word', 'mirror_touch_of', 'webhook_hint', 'fact'], label: both('Synkronoinnin kopiot, hakusanat ja odottavat kirjoitukset', 'Copies, search words and waiting writes of sync'), purpose: both('Muutosten havaitseminen, tietueiden löytäminen ja vieminen järjestelmästä toiseen', 'Noticing changes, finding records and carrying them between systems'), basis: CONTRACT, subjects: both('yhteyshenkilöt ja oma henkilöstö', 'contacts and own staff'), kept: { words: AS_SOURCE } },
  { name: 'legalBases', tables: ['legal_basis', 'consent_change'], label: both('Käsittelyperusteet ja suostumukset', 'Legal bases and consents'), purpose: both('Osoittaa, millä perusteella tietoja käsitellään', 'Showing on what ground data is processed'), basis: ACCOUNTABLE, subjects: PEOPLE, kept: { words: WITH_CONTACT } },
  { name: 'restrictions', tables: ['restriction', 'rectification'], label: both('Rajoitukset ja oikaisut', 'Restrictions and rectifications'), purpose: both('Rekisteröidyn oikeuksien toteuttaminen', 'Carrying out the rights of data subjects'), basis: ACCOUNTABLE, subjects: PEOPLE, kept: { words: WITH_CONTACT } },
  { name: 'accessLog', tables: ['access_log'], label: both('Kuka on katsonut kenenkin tietoja', 'Who has seen whom'), purpose: both('Väärinkäytösten havaitseminen ja selvittäminen', 'Noticing and clearing up misuse'), basis: ACCOUNTABLE, subjects: both('yhteyshenkilöt ja Sauman käyttäjät', 'contacts and people who use Sauma'), kept: { days: 'accessLog' } },
  { name: 'erasures', tables: ['erasure_request', 'erasure_step', 'erasure_receipt', 'suppression_sighting', 'retention_proposal'], label: both('Poistopyynnöt ja todistukset', 'Erasure requests and receipts'), purpose: both('Tietojen poistaminen ja sen todistaminen', 'Forgetting people and proving it'), basis: ACCOUNTABLE, subjects: PEOPLE, kept: { words: both('pyynnön tiedot sinetöityinä pyynnön päättymiseen; todistuksessa ei ole henkilötietoja', 'the request sealed until it is over; the receipt holds no personal data') } },
  { name: 'suppressions', tables: ['suppression'], label: both('Estolista avaimellisina tiivisteinä', 'Suppressions as keyed hashes'), purpose: both('Poistetun henkilön tiedot eivät palaa', 'Nobody who was forgotten comes back'), basis: ACCOUNTABLE, subjects: PEOPLE, kept: { words: both('toistaiseksi; tiivisteestä ei saa selville, kenestä se on', 'until further notice; a hash does not tell who it is of') } },
  { name: 'beforeImages', tables: ['before_image', 'run_difference'], label: both('Ajojen korvaamat tiedot, sinetöityinä', 'What runs replaced, sealed'), purpose: both('Virheellisen ajon kumoaminen', 'Undoing a run that went wrong'), basis: CONTRACT, subjects: PEOPLE, kept: { days: 'beforeImages' } },
  { name: 'conflicts', tables: ['conflict', 'match_proposal'], label: both('Ristiriidat ja vastineet', 'Conflicts and matches'), purpose: both('Eroavien tietojen ratkaiseminen', 'Deciding between differing values'), basis: CONTRACT, subjects: PEOPLE, kept: { days: 'conflicts' } },
  { name: 'journal', tables: ['journal', 'run_request'], label: both('Ajojen päiväkirja; ei arvoja', 'The journal of runs; no values'), purpose: both('Sen selvittäminen, mitä on tehty', 'Finding out what was done'), basis: ACCOUNTABLE, subjects: PEOPLE, kept: { days: 'journal' } },
  { name: 'remarks', tables: ['remark'], label: both('Laskutushuomautukset', 'Billing remarks'), purpose: both('Laskutuksen hoitaminen', 'Billing'), basis: CONTRACT, subjects: ANYBODY, kept: { words: both('kunnes joku poistaa huomautuksen', 'until somebody takes the remark away') } },
  { name: 'people', tables: ['person', 'session', 'service_token', 'ticket'], label: both('Käyttäjät ja istunnot', 'People who use Sauma, and their sessions'), purpose: both('Kirjautuminen ja käyttöoikeudet', 'Signing in, and rights'), basis: EMPLOYER, subjects: USERS, kept: { days: 'people' } },
  { name: 'changes', tables: ['schedule_change', 'rule_override', 'setting_override', 'retention_rule'], label: both('Asetusten, sääntöjen ja aikataulujen muutokset', 'Changes of settings, rules and schedules'), purpose: both('Sen osoittaminen, kuka muutti mitäkin', 'Showing who changed what'), basis: ACCOUNTABLE, subjects: USERS, kept: { words: both('toistaiseksi', 'until further notice') } },
  { name: 'audit', tables: ['audit_line'], label: both('Tapahtumaloki', 'The audit'), purpose: both('Sen osoittaminen, kuka teki mitäkin', 'Showing who did what'), basis: ACCOUNTABLE, subjects: USERS, kept: { days: 'people' } },
];

export const CATEGORY_WORDS: Readonly<Record<Exclude<DataCategory, 'none'>, Words>> = {
  company: both('yritystieto (elinkeinonharjoittaja voi olla henkilö)', 'about an organisation (which may be a sole trader)'),
  identity: both('henkilön tunnistava', 'names a person'),
  contact: both('yhteystieto', 'how to reach a person'),
  workforce: both('oma henkilöstö', 'own staff'),
  'free-text': both('vapaa teksti (voi sisältää mitä tahansa)', 'free text (may hold anything)'),
};

/** What is done so that the data is safe: each is tested in the product. */
export const MEASURES: readonly Words[] = [
  both('Jokaisen työtilan rivit erotetaan tietokannassa rivitason suojauksella.', 'The rows of each workspace are kept apart in the database by row level security.'),
  both('Oikeudet annetaan rooleittain; summat ovat erillinen oikeus.', 'Rights are given by role; amounts are a right of their own.'),
  both('Tunnukset, ajojen korvaamat tiedot ja pyyntöjen tiedot ovat sinetöityjä (AES-256-GCM); avain on tietokannan ulkopuolella.', 'Credentials, what runs replace and the data of requests are sealed (AES-256-GCM); the key is outside of the database.'),
  both('Lokeissa, mittareissa, virheissä ja jonoissa ei ole henkilötietoja.', 'Logs, metrics, errors and queues hold no personal data.'),
  both('Kaikesta, mitä ihmiset tekevät, jää rivi ketjutettuun tapahtumalokiin, ja yhteyshenkilöiden tietojen katselu kirjataan.', 'Everything people do leaves a line in a chained audit, and whoever sees a contact is written down.'),
  both('Poistettu henkilö ei palaa: estolista tarkistetaan ennen jokaista kirjoitusta, ja varmuuskopion palautus toistaa sen.', 'Nobody forgotten comes back: suppressions are held against every write, and replayed when a backup is restored.'),
  both('Henkilöön ei kohdistu automaattisia päätöksiä eikä profilointia; erityisiä henkilötietoryhmiä, henkilötunnuksia ja pankkitilejä ei lueta.', 'There are no automated decisions about persons and no profiling; special categories, personal identity codes and bank accounts are never read.'),
];

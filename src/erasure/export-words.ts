// What an access export says in words, in Finnish and English. Invariant: both languages say the same.
import type { SystemName } from '../core/vocabulary.ts';
import type { ExportLanguage } from './export-shape.ts';

export interface ExportWords {
  readonly title: string;
  readonly intro: string;
  readonly controller: string;
  readonly madeAt: string;
  readonly number: string;
  readonly person: string;
  readonly names: string;
  readonly emails: string;
  readonly phones: string;
  readonly missing: string;
  readonly unsure: string;
  readonly from: string;
  readonly system: Readonly<Record<SystemName, string>>;
  readonly nothing: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Values that a machine writes, in words. */
  readonly values: Readonly<Record<string, string>>;
  readonly purposes: string;
  readonly purposesText: string;
  readonly recipients: string;
  readonly recipientsText: string;
  readonly rightsTitle: string;
  readonly rights: readonly string[];
}

const system = { severa: 'Visma Severa', hubspot: 'HubSpot', sauma: 'Sauma' };

export const EXPORT_WORDS: Readonly<Record<ExportLanguage, ExportWords>> = {
  fi: {
    title: 'Sinua koskevat henkilötiedot',
    intro: 'Tässä ovat tiedot, jotka sinusta on asiakkuuksien ja projektien hallinnan järjestelmissämme. Saat ne EU:n yleisen tietosuoja-asetuksen 15 artiklan nojalla.',
    controller: 'Rekisterinpitäjä', madeAt: 'Koottu', number: 'Numero', person: 'Henkilö', names: 'Nimi', emails: 'Sähköpostit', phones: 'Puhelimet',
    missing: 'Näistä järjestelmistä tietoja ei saatu koottua:', unsure: 'Lisäksi {count} kohtaa, jotka saattavat koskea jotakuta toista. Ne tarkistaa ihminen.',
    from: 'Lähde:', system, nothing: 'Ei tietoja.',
    kinds: {
      contact: 'Yhteyshenkilö', user: 'Käyttäjä', communication: 'Yhteystieto', address: 'Osoite', note: 'Muistiinpano', salesNote: 'Myyntimuistio', activity: 'Aktiviteetti', participant: 'Osallistuja', call: 'Puhelu',
      email: 'Sähköposti', meeting: 'Tapaaminen', task: 'Tehtävä', hour: 'Työtunti', association: 'Liitos', subscription: 'Viestintälupa', text: 'Teksti', file: 'Tiedosto', pointer: 'Viittaus', staff: 'Henkilöstö', invoice: 'Lasku',
    },
    labels: {
      firstName: 'Etunimi', lastName: 'Sukunimi', emails: 'Sähköpostit', email: 'Sähköposti', phones: 'Puhelimet', phone: 'Puhelin', mobile: 'Matkapuhelin', jobTitle: 'Tehtävänimike', account: 'Asiakas', otherAccounts: 'Muut asiakkaat',
      optOuts: 'Kielletyt osoitteet', role: 'Rooli', language: 'Kieli', active: 'Aktiivinen', owner: 'Vastuuhenkilö', lifecycle: 'Elinkaaren vaihe', legalBasis: 'Käsittelyperuste', notes: 'Kuvaus', name: 'Nimi', description: 'Kuvaus',
      analyticsSource: 'Alkuperäinen lähde', customer: 'Asiakas', subject: 'Aihe', body: 'Teksti', date: 'Päivä', type: 'Laji', value: 'Arvo',
      forbidden: 'Käyttö kielletty', emailAllowed: 'Sähköposti sallittu', createdAt: 'Luotu', firstname: 'Etunimi', lastname: 'Sukunimi', mobilephone: 'Matkapuhelin', jobtitle: 'Tehtävänimike', lifecyclestage: 'Elinkaaren vaihe',
      createdate: 'Luotu', lastmodifieddate: 'Muutettu viimeksi', associatedcompanyid: 'Yrityksen numero', hubspot_owner_id: 'Vastuuhenkilön numero', hubspot_owner_assigneddate: 'Vastuuhenkilö nimetty', company: 'Yritys', address: 'Osoite', city: 'Kaupunki', zip: 'Postinumero', country: 'Maa',
      hs_analytics_source: 'Alkuperäinen lähde', hs_latest_source: 'Viimeisin lähde', hs_object_source: 'Miten tietue syntyi', hs_timestamp: 'Ajankohta', hs_email_subject: 'Sähköpostin aihe', hs_note_body: 'Muistiinpano', hs_call_body: 'Puhelun muistiinpano',
      hs_meeting_title: 'Tapaamisen aihe', hs_meeting_body: 'Tapaamisen muistiinpano', hs_task_subject: 'Tehtävän aihe', hs_task_body: 'Tehtävän kuvaus', 'touches.contacts': 'Yhteydenottoja', 'salesCase.contacts': 'Myyntitapauksia', 'activity.contacts': 'Aktiviteetteja',
    },
    values: { true: 'kyllä', false: 'ei' },
    purposes: 'Mihin tietoja käytetään', purposesText: 'Asiakkuuksien hoitoon, myyntiin, projektien ja palveluiden toimittamiseen sekä laskutukseen.',
    recipients: 'Kuka tietoja saa', recipientsText: 'Organisaation henkilöstö tehtäviensä mukaan sekä järjestelmien toimittajat (Visma Severa, HubSpot) henkilötietojen käsittelijöinä.',
    rightsTitle: 'Oikeutesi',
    rights: ['Voit pyytää virheellisen tiedon oikaisemista.', 'Voit pyytää tietojesi poistamista tai käsittelyn rajoittamista ja vastustaa käsittelyä.', 'Voit pyytää tietosi koneluettavassa muodossa; se on tämän sivun rinnalla oleva JSON-tiedosto.', 'Voit valittaa tietosuojavaltuutetulle (tietosuoja.fi).'],
  },
  en: {
    title: 'Personal data about you',
    intro: 'This is what our systems for customers and projects hold about you. You receive it under article 15 of the EU General Data Protection Regulation.',
    controller: 'Controller', madeAt: 'Made', number: 'Number', person: 'Person', names: 'Name', emails: 'E-mail addresses', phones: 'Phone numbers',
    missing: 'These systems could not be looked through:', unsure: 'There are {count} more things that may be about somebody else. A person looks through them.',
    from: 'Source:', system, nothing: 'No data.',
    kinds: {
      contact: 'Contact', user: 'User', communication: 'Contact detail', address: 'Address', note: 'Note', salesNote: 'Sales note', activity: 'Activity', participant: 'Participant', call: 'Call', email: 'E-mail', meeting: 'Meeting', task: 'Task',
      hour: 'Hour of work', association: 'Association', subscription: 'Subscription', text: 'Text', file: 'File', pointer: 'Reference', staff: 'Staff', invoice: 'Invoice',
    },
    labels: {
      firstName: 'First name', lastName: 'Last name', emails: 'E-mail addresses', email: 'E-mail', phones: 'Phone numbers', phone: 'Phone', mobile: 'Mobile phone', jobTitle: 'Job title', account: 'Account', otherAccounts: 'Other accounts',
      optOuts: 'Opt-outs', role: 'Role', language: 'Language', active: 'Active', owner: 'Owner', lifecycle: 'Lifecycle stage', legalBasis: 'Legal basis', notes: 'Description', name: 'Name', description: 'Description',
      analyticsSource: 'Original source', customer: 'Customer', subject: 'Subject', body: 'Text', date: 'Date', type: 'Type', value: 'Value',
      forbidden: 'Must not be used', emailAllowed: 'E-mail allowed', createdAt: 'Made', firstname: 'First name', lastname: 'Last name', mobilephone: 'Mobile phone', jobtitle: 'Job title', lifecyclestage: 'Lifecycle stage',
      createdate: 'Made', lastmodifieddate: 'Last changed', associatedcompanyid: 'Number of the company', hubspot_owner_id: 'Number of the owner', hubspot_owner_assigneddate: 'Owner assigned', company: 'Company', address: 'Address', city: 'City', zip: 'Postal code', country: 'Country',
      hs_analytics_source: 'Original source', hs_latest_source: 'Latest source', hs_object_source: 'How the record was made', hs_timestamp: 'When', hs_email_subject: 'Subject of the e-mail', hs_note_body: 'Note', hs_call_body: 'Note of the call',
      hs_meeting_title: 'Subject of the meeting', hs_meeting_body: 'Note of the meeting', hs_task_subject: 'Subject of the task', hs_task_body: 'Description of the task', 'touches.contacts': 'Times in touch', 'salesCase.contacts': 'Sales cases', 'activity.contacts': 'Activities',
    },
    values: { true: 'yes', false: 'no' },
    purposes: 'What the data is used for', purposesText: 'To look after customers, to sell, to deliver projects and services, and to invoice.',
    recipients: 'Who receives the data', recipientsText: 'The staff of the organisation as their work requires, and the providers of the systems (Visma Severa, HubSpot) as processors.',
    rightsTitle: 'Your rights',
    rights: ['You may ask for wrong data to be corrected.', 'You may ask for your data to be erased or its processing to be restricted, and object to the processing.', 'You may ask for your data in a form that machines read: it is the JSON file beside this page.', 'You may complain to the Data Protection Ombudsman (tietosuoja.fi).'],
  },
};

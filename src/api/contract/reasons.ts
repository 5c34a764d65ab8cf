// Why a write waits and why two records are only proposed to be the same, in the words of people, with what to do about it. The one
// list of them: the command line, the files and the web app take their words from here. Invariant: what has no words here is a
// system's own code, and is shown as it stands.

type Language = 'fi' | 'en';

export interface Reason {
  /** As it stands behind a colon. */
  readonly why: string;
  /** A sentence. */
  readonly todo: string;
}

type Words = readonly [why: string, todo: string];
const both = (en: Words, fi: Words): Readonly<Record<Language, Reason>> => ({ en: { why: en[0], todo: en[1] }, fi: { why: fi[0], todo: fi[1] } });

const CORRECT = 'Correct the value where it came from; it goes through by itself then.';
const KORJAA = 'Korjaa arvo siellä, mistä se tuli; sen jälkeen se menee läpi itsestään.';
const value = (en: string, fi: string): Readonly<Record<Language, Reason>> => both([en, CORRECT], [fi, KORJAA]);
const nothingToDo = (en: string, fi: string): Readonly<Record<Language, Reason>> => both([en, 'Nothing to do: it goes by itself.'], [fi, 'Mitään ei tarvitse tehdä: se hoituu itsestään.']);

export const HELD_REASONS: Readonly<Record<string, Readonly<Record<Language, Reason>>>> = {
  'connection-read-only': both(
    ['this connection is read-only; it goes there once writing is allowed', 'An admin allows writing under Connections.'],
    ['yhteys on vain lukua varten; se menee perille, kun kirjoittaminen sallitaan', 'Pääkäyttäjä sallii kirjoittamisen kohdassa Yhteydet.'],
  ),
  restricted: both(
    ['the person’s data may not be processed further for the time being; it goes there once the restriction is lifted', 'The privacy officer lifts the restriction on the person’s page, with a reason.'],
    ['henkilön tietojen käsittely on toistaiseksi rajoitettu; se menee perille, kun rajoitus puretaan', 'Tietosuojavastaava purkaa rajoituksen henkilön sivulla ja kirjaa syyn.'],
  ),
  'no-legal-basis': both(
    ['nobody has recorded on what ground this person’s data is kept, and the settings ask for one', 'Record the legal basis with its source and date on the contact’s page.'],
    ['henkilön tietojen käsittelyperustetta ei ole kirjattu, ja asetukset vaativat sen', 'Kirjaa käsittelyperuste, sen lähde ja päivä yhteyshenkilön sivulla.'],
  ),
  'owner-without-counterpart': both(
    ['nobody there has the e-mail address of the owner', 'Choose an owner who is a user in both systems, or make the owner a user there with the same e-mail address.'],
    ['kenelläkään siellä ei ole vastuuhenkilön sähköpostiosoitetta', 'Valitse vastuuhenkilö, joka on käyttäjä molemmissa järjestelmissä, tai tee hänestä siellä käyttäjä samalla osoitteella.'],
  ),
  'no-property': nothingToDo('there is no property for it yet; the next approved sync makes it', 'sille ei ole siellä vielä kenttää; seuraava hyväksytty synkronointi tekee sen'),
  'not-a-number': value('this is no number', 'tämä ei ole luku'),
  'other-currency': both(
    ['it is in another currency than that record', 'Change the value to the currency of the record there: it cannot change its currency any more.'],
    ['se on eri valuutassa kuin tietue siellä', 'Muuta arvo siellä olevan tietueen valuuttaan: sen valuuttaa ei voi enää vaihtaa.'],
  ),
  'out-of-range': value('the number is larger or smaller than fits there', 'luku on suurempi tai pienempi kuin sinne mahtuu'),
  'read-only': both(
    ['this cannot be changed there once it is made', 'Change it back where you changed it, or live with the difference.'],
    ['tätä ei voi muuttaa siellä enää, kun tietue on luotu', 'Palauta arvo siellä, missä muutit sen, tai jätä ero voimaan.'],
  ),
  required: value('it may not be empty there', 'se ei saa olla siellä tyhjä'),
  'too-long': value('the text is longer than fits there', 'teksti on pidempi kuin sinne mahtuu'),
  'unmapped-choice': both(
    ['that list has no such choice', 'Add the choice to the list there under the same name, or choose another value.'],
    ['siellä ei ole tällaista vaihtoehtoa', 'Lisää vaihtoehto sinne samalla nimellä tai valitse toinen arvo.'],
  ),
  'wrong-kind': value('this kind of value does not fit there', 'tällainen arvo ei kelpaa siellä'),
  'cannot-archive': both(
    ['records cannot be taken out of use there', 'Take it out of use there by hand.'],
    ['tietueita ei voi siellä poistaa käytöstä', 'Poista se siellä käytöstä käsin.'],
  ),
  'not-connected': both(['that system is not connected', 'An admin connects it under Connections.'], ['järjestelmää ei ole yhdistetty', 'Pääkäyttäjä yhdistää sen kohdassa Yhteydet.']),
  'unknown-field': both(
    ['there is no such field there', 'An admin makes the field there, or takes it out of the field rules.'],
    ['siellä ei ole tällaista kenttää', 'Pääkäyttäjä lisää kentän sinne tai poistaa sen kenttäsäännöistä.'],
  ),
  'gone-deleted': both(['the record was deleted there', 'Decide the conflict about the record, if there is one.'], ['tietue on poistettu siellä', 'Ratkaise tietuetta koskeva ristiriita, jos sellainen on.']),
  'gone-archived': both(['the record was archived there', 'Bring it back there, or decide the conflict about the record.'], ['tietue on arkistoitu siellä', 'Palauta se siellä tai ratkaise tietuetta koskeva ristiriita.']),
  'gone-merged': nothingToDo('the record was merged into another one there', 'tietue on yhdistetty siellä toiseen'),
  'gone-erased': nothingToDo('the record was erased there', 'tietue on siellä hävitetty'),
  'gone-missing': nothingToDo('the record is not found there', 'tietuetta ei löydy sieltä'),
  'not-sent': nothingToDo('it was not sent; the next sync sends it', 'sitä ei lähetetty; seuraava synkronointi lähettää sen'),
  rejected: both(
    ['the system refused it; correct it where it came from', 'Correct the value where it came from; the code says what the system did not like.'],
    ['järjestelmä ei ottanut sitä vastaan; korjaa se siellä, mistä se tuli', 'Korjaa arvo siellä, mistä se tuli; koodi kertoo, mikä järjestelmälle ei kelvannut.'],
  ),
  failed: nothingToDo('it did not get through; the next sync tries again', 'se ei mennyt läpi; seuraava synkronointi yrittää uudelleen'),
  unknown: nothingToDo('no answer came; the next sync looks before it tries again', 'vastausta ei tullut; seuraava synkronointi katsoo ensin ja yrittää sitten'),
  'required-field-empty': both(
    ['it cannot be made there while this is empty', 'Fill the field in; the record is made there by itself then.'],
    ['sitä ei voi luoda sinne, kun tämä on tyhjä', 'Täytä kenttä; sen jälkeen tietue luodaan sinne itsestään.'],
  ),
  'waits-for-decision': both(['waits for your decision on the conflict', 'Decide it under Conflicts.'], ['odottaa ratkaisuasi ristiriitaan', 'Ratkaise se kohdassa Ristiriidat.']),
  'not-writable': both(
    ['this field cannot be written there', 'Enter it there by hand, or let an admin take it out of the field rules.'],
    ['tätä kenttää ei voi kirjoittaa siellä', 'Kirjaa se siellä käsin, tai pääkäyttäjä poistaa sen kenttäsäännöistä.'],
  ),
  'record-gone': nothingToDo('the record is gone; it is written should it come back', 'tietue on poissa; se kirjoitetaan, jos tietue palaa'),
  'out-of-scope': both(
    ['what is to be synced leaves it out', 'Nothing to do, unless an admin widens what is synced.'],
    ['se on rajattu pois synkronoinnista', 'Mitään ei tarvitse tehdä, ellei pääkäyttäjä laajenna synkronointia.'],
  ),
  'not-named': both(
    ['whoever imported it left this system out', 'Nothing to do: it is not made there.'],
    ['sen tuoja jätti tämän järjestelmän pois', 'Mitään ei tarvitse tehdä: sitä ei luoda sinne.'],
  ),
  gate: both(
    ['it is created there once the condition in the settings is met', 'It is created by itself once there is a deal, or the lifecycle stage is far enough.'],
    ['se luodaan sinne, kun asetuksissa annettu ehto täyttyy', 'Se luodaan itsestään, kun siihen liittyy kauppa tai elinkaaren vaihe on tarpeeksi pitkällä.'],
  ),
  'unlinked-account': nothingToDo('its account is not on both sides yet', 'sen asiakas ei ole vielä molemmissa järjestelmissä'),
  'unlinked-contact': nothingToDo('its contact is not on both sides yet', 'sen yhteyshenkilö ei ole vielä molemmissa järjestelmissä'),
  'unlinked-salesCase': nothingToDo('its sales case is not on both sides yet', 'sen myyntitapaus ei ole vielä molemmissa järjestelmissä'),
  'shared-email': both(
    ['several people have the e-mail address; give each their own, or the others none', 'Give each of them an address of their own, or leave it to one of them.'],
    ['usealla henkilöllä on sama sähköpostiosoite', 'Anna kullekin oma osoite tai jätä osoite vain yhdelle heistä.'],
  ),
  'duplicate-email': both(
    ['another record there has the e-mail address already', 'Merge the two there, or correct the address of one of them.'],
    ['toisella tietueella siellä on jo tämä sähköpostiosoite', 'Yhdistä nämä kaksi siellä tai korjaa toisen osoite.'],
  ),
  'one-address-only': both(
    ['there is room for one e-mail address only; the rest stay where they are', 'Nothing to do: the others stay where they are.'],
    ['sinne mahtuu vain yksi sähköpostiosoite; muut pysyvät siellä, missä ovat', 'Mitään ei tarvitse tehdä: muut pysyvät siellä, missä ovat.'],
  ),
  'no-such-address': value('the address whose use is forbidden is not there', 'osoitetta, jonka käyttö on kielletty, ei ole siellä'),
  'opt-in-by-people': both(
    ['only the person can allow e-mail again there', 'Ask the person to allow it again there.'],
    ['vain henkilö itse voi sallia sähköpostin siellä uudelleen', 'Pyydä henkilöä sallimaan se siellä uudelleen.'],
  ),
  'opt-out-refused': both(['it did not take the opt-out', 'Record the opt-out there by hand.'], ['se ei ottanut kieltoa vastaan', 'Kirjaa kielto siellä käsin.']),
  'unmapped-stage': both(
    ['no stage there goes with it; pair them in the settings', 'An admin pairs the stages in the settings; Maps shows them.'],
    ['mikään vaihe siellä ei vastaa sitä; yhdistä ne asetuksissa', 'Pääkäyttäjä yhdistää vaiheet asetuksissa; kohta Vastaavuudet näyttää ne.'],
  ),
  'link-refused': both(
    ['it did not take the link between the two records', 'Link the two there by hand; the code says what it did not like.'],
    ['se ei ottanut vastaan tietueiden välistä liitosta', 'Liitä tietueet siellä käsin; koodi kertoo, mikä ei kelvannut.'],
  ),
  'link-target-gone': both(
    ['the record it is to be linked to is gone there', 'Bring that record back there, or link it to another one.'],
    ['tietue, johon se liitetään, on poissa sieltä', 'Palauta se siellä tai liitä toiseen tietueeseen.'],
  ),
  'missing-scope': both(
    ['the credentials lack a right for it: npx sauma doctor', 'An admin gives the missing right under Connections.'],
    ['tunnuksilla ei ole siihen oikeutta: npx sauma doctor', 'Pääkäyttäjä antaa puuttuvan oikeuden kohdassa Yhteydet.'],
  ),
};

const name: Readonly<Record<Language, string>> = { en: 'a name alone proves nothing', fi: 'pelkkä nimi ei todista mitään' };

/** Why a pair of records waits for a look. */
export const MATCH_REASONS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  several: { en: 'more than two records share it', fi: 'useammalla kuin kahdella tietueella on sama' },
  'other-keys-differ': { en: 'their other keys differ', fi: 'muut tunnistetiedot eroavat' },
  'only-name': name,
  'only-fullName': name,
  'only-title': name,
  'shared-email': { en: 'several people have the address', fi: 'usealla henkilöllä on sama osoite' },
  taken: { en: 'its counterpart belongs to another record already', fi: 'vastine kuuluu jo toiselle tietueelle' },
  renamed: { en: 'nobody knows whether it was made, and this one has come since', fi: 'ei tiedetä, syntyikö se, ja tämä on tullut sen jälkeen' },
};

/** By what a pair was found. */
export const FOUND_BY: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  businessId: { en: 'business ID', fi: 'Y-tunnus' },
  domain: { en: 'web address', fi: 'verkko-osoite' },
  email: { en: 'e-mail address', fi: 'sähköpostiosoite' },
  name: { en: 'name', fi: 'nimi' },
  person: { en: 'name and phone', fi: 'nimi ja puhelin' },
  fullName: { en: 'name', fi: 'nimi' },
  number: { en: 'project number', fi: 'projektinumero' },
  deal: { en: 'name and value', fi: 'nimi ja arvo' },
  title: { en: 'name', fi: 'nimi' },
  event: { en: 'subject and time', fi: 'aihe ja aika' },
  'own-create': { en: 'what Sauma sent there', fi: 'se, mitä Sauma lähetti' },
};

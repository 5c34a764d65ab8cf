// What people call the fields of accounts and contacts at the top of a column, in Finnish, Swedish and English. Invariant: words only;
// which field a column becomes is decided in columns.ts. A word is written here as `headingWord` writes it.

/** Letters and digits alone, without their marks: `Y-tunnus` is `ytunnus`. What stands in brackets is left out. */
export function headingWord(heading: string): string {
  const bare = heading.replace(/\([^)]*\)|\[[^\]]*\]/gu, ' ');
  const word = folded(bare);
  return word === '' ? folded(heading) : word;
}

function folded(text: string): string {
  return text.normalize('NFD').toLowerCase().replace(/[^\p{L}\p{N}.]/gu, '').replace(/\.+$/u, '');
}

/** Before a field's own word, they say whose it is: `Yrityksen nimi`, `Contact e-mail`. The longest is taken. */
export const OWNERS: Readonly<Record<string, readonly string[]>> = {
  account: ['asiakkaan', 'asiakas', 'asiakasyrityksen', 'yrityksen', 'yritys', 'organisaation', 'organisaatio', 'firman', 'firma', 'tilin', 'account', 'accounts', 'company', 'companys', 'customer', 'customers', 'client', 'organisation', 'organization', 'foretagets', 'foretag', 'kundens', 'kund'],
  contact: ['yhteyshenkilon', 'yhteyshenkilo', 'henkilon', 'henkilo', 'kontaktin', 'kontakti', 'yhteystiedon', 'contactperson', 'contactpersons', 'contact', 'contacts', 'person', 'persons', 'kontaktpersonens', 'kontaktperson'],
};

/** Words of each field, without whose it is. */
export const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  account: {
    name: ['nimi', 'name', 'namn', 'virallinennimi', 'toiminimi', 'yritysnimi', 'asiakasnimi', 'companyname', 'accountname', 'organisaationimi', 'foretagsnamn', 'businessname', 'legalname'],
    businessId: ['ytunnus', 'businessid', 'businessidentitycode', 'yritystunnus', 'organisaationumero', 'orgnr', 'orgnumber', 'organisationsnummer', 'fonummer', 'alvnumero', 'alvtunnus', 'vatnumber', 'vatid', 'vatno', 'vatnr'],
    website: ['verkkosivu', 'verkkosivut', 'verkkosivusto', 'kotisivu', 'kotisivut', 'www', 'wwwosoite', 'nettisivu', 'nettisivut', 'webbsida', 'hemsida', 'website', 'websiteurl', 'web', 'url', 'homepage'],
    domain: ['verkkotunnus', 'domain', 'domainname', 'companydomain', 'doman'],
    email: ['sahkoposti', 'sahkopostiosoite', 'sposti', 'email', 'emailaddress', 'mail', 'epost', 'eposti', 'meili'],
    phone: ['puhelin', 'puhelinnumero', 'puh', 'puhnro', 'puhno', 'puhelinnro', 'vaihde', 'phone', 'phonenumber', 'telephone', 'tel', 'telefon', 'telefonnummer'],
    street: ['katuosoite', 'osoite', 'lahiosoite', 'postiosoite', 'kayntiosoite', 'katu', 'address', 'streetaddress', 'street', 'adress', 'gatuadress', 'addressline1', 'address1'],
    postalCode: ['postinumero', 'postinro', 'postino', 'postalcode', 'postcode', 'zip', 'zipcode', 'postnummer'],
    city: ['kaupunki', 'postitoimipaikka', 'paikkakunta', 'kunta', 'city', 'town', 'stad', 'ort', 'postort'],
    country: ['maa', 'country', 'countryregion', 'countrycode', 'maakoodi', 'land'],
    owner: ['vastuuhenkilo', 'vastuumyyja', 'myyja', 'omistaja', 'asiakasvastaava', 'owner', 'accountmanager', 'salesperson', 'ansvarig'],
    industry: ['toimiala', 'industry', 'bransch'],
    segments: ['segmentti', 'segmentit', 'segment', 'segments', 'asiakasryhma'],
    employees: ['henkilosto', 'henkilostomaara', 'henkilomaara', 'tyontekijat', 'tyontekijoita', 'employees', 'numberofemployees', 'headcount', 'personal'],
    annualRevenue: ['liikevaihto', 'revenue', 'annualrevenue', 'turnover', 'omsattning'],
    notes: ['muistiinpano', 'muistiinpanot', 'kuvaus', 'kommentti', 'kommentit', 'huom', 'huomio', 'huomiot', 'huomautus', 'huomautukset', 'lisatiedot', 'lisatieto', 'notes', 'note', 'description', 'comment', 'comments', 'anteckningar', 'beskrivning'],
    language: ['laskutuskieli', 'kieli', 'invoicelanguage', 'language', 'sprak'],
    currency: ['laskutusvaluutta', 'valuutta', 'currency', 'invoicecurrency', 'valuta'],
    paymentTerm: ['maksuehto', 'maksuaika', 'maksuehtopaivaa', 'paymentterm', 'paymentterms', 'paymenttermdays', 'betalningsvillkor'],
    overdueInterest: ['viivastyskorko', 'overdueinterest', 'latepaymentinterest', 'drojsmalsranta'],
    eInvoiceAddress: ['verkkolaskuosoite', 'einvoiceaddress', 'electronicinvoiceaddress', 'efakturaadress', 'natfakturaadress'],
    eInvoiceOperator: ['verkkolaskuoperaattori', 'operaattoritunnus', 'operaattori', 'valittajatunnus', 'verkkolaskuvalittaja', 'einvoiceoperator', 'operator'],
    unitNumber: ['ovttunnus', 'ovt', 'organisationunitnumber', 'edi'],
    registrationNumber: ['rekisterinumero', 'registrationnumber', 'kaupparekisterinumero'],
    active: ['aktiivinen', 'active', 'voimassa', 'aktiv'],
  },
  contact: {
    firstName: ['etunimi', 'etunimet', 'firstname', 'givenname', 'first', 'fornamn', 'kutsumanimi'],
    lastName: ['sukunimi', 'lastname', 'surname', 'familyname', 'last', 'efternamn'],
    emails: ['sahkoposti', 'sahkopostit', 'sahkopostiosoite', 'sahkopostiosoitteet', 'sposti', 'email', 'emails', 'emailaddress', 'emailaddresses', 'mail', 'epost', 'eposti', 'meili', 'tyosahkoposti', 'workemail'],
    phones: ['puhelin', 'puhelimet', 'puhelinnumero', 'puhelinnumerot', 'puh', 'puhnro', 'puhno', 'puhelinnro', 'phone', 'phones', 'phonenumber', 'phonenumbers', 'telephone', 'tel', 'telefon', 'telefonnummer', 'matkapuhelin', 'matkapuhelinnumero', 'kannykka', 'gsm', 'mobile', 'mobilephone', 'mobilephonenumber', 'mobil', 'cell', 'cellphone', 'tyopuhelin', 'workphone', 'suoranumero', 'directphone'],
    jobTitle: ['tehtavanimike', 'titteli', 'nimike', 'ammattinimike', 'tehtava', 'asema', 'jobtitle', 'title', 'position', 'titel', 'befattning'],
    role: ['rooli', 'role', 'roll'],
    language: ['kieli', 'asiointikieli', 'language', 'preferredlanguage', 'sprak'],
    optOuts: ['kielletytosoitteet', 'optout', 'optouts', 'markkinointikielto', 'unsubscribed'],
    owner: ['vastuuhenkilo', 'owner', 'contactowner'],
    notes: ['muistiinpano', 'muistiinpanot', 'kuvaus', 'kommentti', 'huom', 'huomio', 'huomiot', 'huomautus', 'lisatiedot', 'notes', 'note', 'description', 'comment', 'comments'],
    active: ['aktiivinen', 'active'],
    legalBasis: ['kasittelyperuste', 'legalbasis'],
  },
};

/** An owner alone is the name of it: a column `Yritys` or `Customer`. */
export const NAMES_ALONE: Readonly<Record<string, string>> = { account: 'name' };

/** Both names of a person in one cell. Which is which, nobody can tell. */
export const WHOLE_NAMES: ReadonlySet<string> = new Set(['yhteyshenkilo', 'henkilo', 'kontakti', 'kontaktihenkilo', 'yhteyshenkilonnimi', 'henkilonnimi', 'kontaktinnimi', 'kokonimi', 'contact', 'contactname', 'contactperson', 'contactpersonname', 'fullname', 'person', 'personname', 'kontaktperson']);

// Where invented companies live: real cities with their postal codes and area codes, and everyday street names.
// Invariant: a postal code belongs to its city.

export interface City {
  readonly name: string;
  /** Without accents, for the plain web addresses of offices. */
  readonly slug: string;
  readonly postalCode: string;
  /** National area code with its leading zero. */
  readonly areaCode: string;
}

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: 'FI' | 'SE' | 'EE' | 'DE';
  readonly name: string;
  readonly nativeName: string;
  readonly dialCode: string;
  readonly languageCode: string;
  readonly cities: readonly City[];
  readonly streets: readonly string[];
}

function city(name: string, slug: string, postalCode: string, areaCode: string): City {
  return { name, slug, postalCode, areaCode };
}

const finland: Country = {
  code: 'FI',
  name: 'Finland',
  nativeName: 'Suomi',
  dialCode: '+358',
  languageCode: 'fi',
  cities: [
    city('Helsinki', 'helsinki', '00100', '09'), city('Helsinki', 'helsinki', '00180', '09'),
    city('Helsinki', 'helsinki', '00510', '09'), city('Helsinki', 'helsinki', '00380', '09'),
    city('Espoo', 'espoo', '02150', '09'), city('Espoo', 'espoo', '02600', '09'),
    city('Vantaa', 'vantaa', '01510', '09'), city('Vantaa', 'vantaa', '01300', '09'),
    city('Tampere', 'tampere', '33100', '03'), city('Tampere', 'tampere', '33720', '03'),
    city('Turku', 'turku', '20100', '02'), city('Turku', 'turku', '20520', '02'),
    city('Oulu', 'oulu', '90100', '08'), city('Oulu', 'oulu', '90570', '08'),
    city('Jyväskylä', 'jyvaskyla', '40100', '014'), city('Lahti', 'lahti', '15110', '03'),
    city('Kuopio', 'kuopio', '70100', '017'), city('Pori', 'pori', '28100', '02'),
    city('Vaasa', 'vaasa', '65100', '06'), city('Seinäjoki', 'seinajoki', '60100', '06'),
    city('Joensuu', 'joensuu', '80100', '013'), city('Lappeenranta', 'lappeenranta', '53100', '05'),
    city('Hämeenlinna', 'hameenlinna', '13100', '03'), city('Rovaniemi', 'rovaniemi', '96100', '016'),
    city('Kotka', 'kotka', '48100', '05'), city('Kouvola', 'kouvola', '45100', '05'),
    city('Mikkeli', 'mikkeli', '50100', '015'), city('Porvoo', 'porvoo', '06100', '019'),
    city('Hyvinkää', 'hyvinkaa', '05800', '019'), city('Järvenpää', 'jarvenpaa', '04400', '09'),
    city('Rauma', 'rauma', '26100', '02'), city('Kokkola', 'kokkola', '67100', '06'),
    city('Kajaani', 'kajaani', '87100', '08'), city('Salo', 'salo', '24100', '02'),
    city('Ylöjärvi', 'ylojarvi', '33470', '03'), city('Kemi', 'kemi', '94100', '016'),
    city('Tammisaari', 'tammisaari', '10600', '019'), city('Pietarsaari', 'pietarsaari', '68600', '06'),
  ],
  streets: [
    'Mannerheimintie', 'Hämeenkatu', 'Teollisuuskatu', 'Kauppakatu', 'Asematie', 'Satamakatu', 'Yrittäjäntie',
    'Tehtaankatu', 'Puistokatu', 'Koulukatu', 'Kirkkokatu', 'Rantatie', 'Mäkelänkatu', 'Linnankatu', 'Sepänkatu',
    'Valtakatu', 'Ratakatu', 'Myllytie', 'Pohjoisesplanadi', 'Länsiportti', 'Konepajankuja', 'Järvitie', 'Kivikatu',
  ],
};

const sweden: Country = {
  code: 'SE',
  name: 'Sweden',
  nativeName: 'Sverige',
  dialCode: '+46',
  languageCode: 'sv',
  cities: [
    city('Stockholm', 'stockholm', '111 22', '08'), city('Göteborg', 'goteborg', '411 06', '031'),
    city('Malmö', 'malmo', '211 20', '040'), city('Umeå', 'umea', '903 26', '090'),
    city('Luleå', 'lulea', '972 32', '0920'), city('Västerås', 'vasteras', '722 11', '021'),
  ],
  streets: ['Storgatan', 'Drottninggatan', 'Kungsgatan', 'Industrivägen', 'Hamngatan', 'Skolgatan', 'Järnvägsgatan'],
};

const estonia: Country = {
  code: 'EE',
  name: 'Estonia',
  nativeName: 'Eesti',
  dialCode: '+372',
  languageCode: 'en',
  cities: [city('Tallinn', 'tallinn', '10111', '06'), city('Tartu', 'tartu', '51003', '07'), city('Pärnu', 'parnu', '80010', '044')],
  streets: ['Pärnu maantee', 'Tartu maantee', 'Narva maantee', 'Vabaduse puiestee', 'Sadama', 'Riia'],
};

const germany: Country = {
  code: 'DE',
  name: 'Germany',
  nativeName: 'Deutschland',
  dialCode: '+49',
  languageCode: 'de',
  cities: [
    city('Hamburg', 'hamburg', '20095', '040'), city('Lübeck', 'luebeck', '23552', '0451'),
    city('Köln', 'koeln', '50667', '0221'), city('München', 'muenchen', '80331', '089'),
  ],
  streets: ['Hauptstraße', 'Bahnhofstraße', 'Industriestraße', 'Gartenweg', 'Lindenallee', 'Hafenstraße'],
};

export const countries = { FI: finland, SE: sweden, EE: estonia, DE: germany } as const;

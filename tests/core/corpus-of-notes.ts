// Notes about customers as people type them, in Finnish, Swedish and English, with a label on every mention of the person who is sought
// and of everybody else. Cases of names are written out by hand, so that the search and its measure share no grammar.
import type { Random } from '../../src/lib/random.ts';

/** Nominative, genitive, partitive, into. The other cases are made of the genitive's stem. */
type Cases = readonly [string, string, string, string];

export interface Mention {
  readonly from: number;
  readonly to: number;
  /** whole: an address, a number or the full name. half: a part or a case of the name. other: somebody else, who must not lose a letter. */
  readonly of: 'whole' | 'half' | 'other';
}

export interface Note {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

export interface Person {
  readonly first: Cases;
  readonly last: Cases;
  readonly email: string;
  readonly phone: string;
}

type Language = 'fi' | 'sv' | 'en';
type Piece = string | { readonly said: string; readonly of: Mention['of'] };

const FIRST: Readonly<Record<Language, readonly Cases[]>> = {
  fi: [
    ['Aino', 'Ainon', 'Ainoa', 'Ainoon'], ['Matti', 'Matin', 'Mattia', 'Mattiin'], ['Antti', 'Antin', 'Anttia', 'Anttiin'], ['Heikki', 'Heikin', 'Heikkiä', 'Heikkiin'], ['Pekka', 'Pekan', 'Pekkaa', 'Pekkaan'],
    ['Ilkka', 'Ilkan', 'Ilkkaa', 'Ilkkaan'], ['Päivi', 'Päivin', 'Päiviä', 'Päiviin'], ['Väinö', 'Väinön', 'Väinöä', 'Väinöön'], ['Jyrki', 'Jyrkin', 'Jyrkiä', 'Jyrkiin'], ['Markus', 'Markuksen', 'Markusta', 'Markukseen'],
    ['Hannes', 'Hanneksen', 'Hannesta', 'Hannekseen'], ['Kim', 'Kimin', 'Kimiä', 'Kimiin'], ['Sirkka', 'Sirkan', 'Sirkkaa', 'Sirkkaan'], ['Pirkko', 'Pirkon', 'Pirkkoa', 'Pirkkoon'], ['Mirja', 'Mirjan', 'Mirjaa', 'Mirjaan'],
    ['Karin', 'Karinin', 'Karinia', 'Kariniin'], ['Tuomas', 'Tuomaksen', 'Tuomasta', 'Tuomakseen'], ['Outi', 'Outin', 'Outia', 'Outiin'], ['Satu', 'Sadun', 'Satua', 'Satuun'], ['Lotta', 'Lotan', 'Lottaa', 'Lottaan'],
    ['Ahti', 'Ahdin', 'Ahtia', 'Ahtiin'], ['Veikko', 'Veikon', 'Veikkoa', 'Veikkoon'], ['Ritva', 'Ritvan', 'Ritvaa', 'Ritvaan'], ['Tyyne', 'Tyynen', 'Tyyneä', 'Tyyneen'], ['Lars', 'Larsin', 'Larsia', 'Larsiin'],
    ['Leif', 'Leifin', 'Leifiä', 'Leifiin'], ['Max', 'Maxin', 'Maxia', 'Maxiin'], ['Riitta', 'Riitan', 'Riittaa', 'Riittaan'], ['Helmi', 'Helmin', 'Helmiä', 'Helmiin'], ['Jaakob', 'Jaakobin', 'Jaakobia', 'Jaakobiin'],
  ],
  sv: [['Björn', 'Björns', 'Björn', 'Björn'], ['Åsa', 'Åsas', 'Åsa', 'Åsa'], ['Göran', 'Görans', 'Göran', 'Göran'], ['Märta', 'Märtas', 'Märta', 'Märta'], ['Sixten', 'Sixtens', 'Sixten', 'Sixten']],
  en: [['Graham', 'Graham\'s', 'Graham', 'Graham'], ['Zoë', 'Zoë\'s', 'Zoë', 'Zoë'], ['Alastair', 'Alastair\'s', 'Alastair', 'Alastair'], ['Siobhan', 'Siobhan\'s', 'Siobhan', 'Siobhan'], ['Rupert', 'Rupert\'s', 'Rupert', 'Rupert']],
};
const LAST: Readonly<Record<Language, readonly Cases[]>> = {
  fi: [
    ['Virtanen', 'Virtasen', 'Virtasta', 'Virtaseen'], ['Korhonen', 'Korhosen', 'Korhosta', 'Korhoseen'], ['Mäki', 'Mäen', 'Mäkeä', 'Mäkeen'], ['Niemi', 'Niemen', 'Niemeä', 'Niemeen'], ['Lahti', 'Lahden', 'Lahtea', 'Lahteen'],
    ['Koski', 'Kosken', 'Koskea', 'Koskeen'], ['Järvi', 'Järven', 'Järveä', 'Järveen'], ['Kurki', 'Kurjen', 'Kurkea', 'Kurkeen'], ['Joki', 'Joen', 'Jokea', 'Jokeen'], ['Ranta', 'Rannan', 'Rantaa', 'Rantaan'],
    ['Pelto', 'Pellon', 'Peltoa', 'Peltoon'], ['Korpela', 'Korpelan', 'Korpelaa', 'Korpelaan'], ['Leppä', 'Lepän', 'Leppää', 'Leppään'], ['Kukka', 'Kukan', 'Kukkaa', 'Kukkaan'], ['Kangas', 'Kankaan', 'Kangasta', 'Kankaaseen'],
    ['Aho', 'Ahon', 'Ahoa', 'Ahoon'], ['Halko', 'Halon', 'Halkoa', 'Halkoon'], ['Kaski', 'Kasken', 'Kaskea', 'Kaskeen'], ['Tamm', 'Tammin', 'Tammia', 'Tammiin'], ['Rinne', 'Rinteen', 'Rinnettä', 'Rinteeseen'],
    ['Laine', 'Laineen', 'Lainetta', 'Laineeseen'], ['Suo', 'Suon', 'Suota', 'Suohon'], ['Harju', 'Harjun', 'Harjua', 'Harjuun'], ['Lampi', 'Lammen', 'Lampea', 'Lampeen'], ['Hanka', 'Hangan', 'Hankaa', 'Hankaan'],
    ['Saarto', 'Saarron', 'Saartoa', 'Saartoon'], ['Sampo', 'Sammon', 'Sampoa', 'Sampoon'], ['Luoto', 'Luodon', 'Luotoa', 'Luotoon'], ['Sulka', 'Sulan', 'Sulkaa', 'Sulkaan'], ['Haapa', 'Haavan', 'Haapaa', 'Haapaan'],
    ['Lehti', 'Lehden', 'Lehteä', 'Lehteen'], ['Vuori', 'Vuoren', 'Vuorta', 'Vuoreen'], ['Susi', 'Suden', 'Sutta', 'Suteen'], ['Aalto', 'Aallon', 'Aaltoa', 'Aaltoon'], ['Seppä', 'Sepän', 'Seppää', 'Seppään'], ['Kettu', 'Ketun', 'Kettua', 'Kettuun'],
    ['Hurme', 'Hurmeen', 'Hurmetta', 'Hurmeeseen'], ['Kuusi', 'Kuusen', 'Kuusta', 'Kuuseen'], ['Myllymäki', 'Myllymäen', 'Myllymäkeä', 'Myllymäkeen'], ['Ylikoski', 'Ylikosken', 'Ylikoskea', 'Ylikoskeen'], ['Salmi', 'Salmen', 'Salmea', 'Salmeen'],
    ['Lindroos', 'Lindroosin', 'Lindroosia', 'Lindroosiin'], ['Wahlberg', 'Wahlbergin', 'Wahlbergia', 'Wahlbergiin'], ['Poikela', 'Poikelan', 'Poikelaa', 'Poikelaan'], ['Sallinen', 'Sallisen', 'Sallista', 'Salliseen'], ['Takku', 'Takun', 'Takkua', 'Takkuun'],
    ['Hirsi', 'Hirren', 'Hirttä', 'Hirteen'], ['Varis', 'Variksen', 'Varista', 'Varikseen'], ['Rauhala', 'Rauhalan', 'Rauhalaa', 'Rauhalaan'], ['Kivi', 'Kiven', 'Kiveä', 'Kiveen'], ['Hako', 'Haon', 'Hakoa', 'Hakoon'],
  ],
  sv: [['Söderlund', 'Söderlunds', 'Söderlund', 'Söderlund'], ['Åkergård', 'Åkergårds', 'Åkergård', 'Åkergård'], ['Björkqvist', 'Björkqvists', 'Björkqvist', 'Björkqvist'], ['Högström', 'Högströms', 'Högström', 'Högström']],
  en: [['Blackwood', 'Blackwood\'s', 'Blackwood', 'Blackwood'], ['O\'Mara', 'O\'Mara\'s', 'O\'Mara', 'O\'Mara'], ['Thornfield', 'Thornfield\'s', 'Thornfield', 'Thornfield'], ['Ashworth', 'Ashworth\'s', 'Ashworth', 'Ashworth']],
};

const ascii = (name: string): string => name.normalize('NFD').replace(/\P{ASCII}|'/gu, '').toLowerCase();
const whole = (said: string): Piece => ({ said, of: 'whole' });
const half = (said: string): Piece => ({ said, of: 'half' });
const other = (said: string): Piece => ({ said, of: 'other' });

export function invented(random: Random, index: number): Person & { readonly language: Language } {
  const language = random.pick(['fi', 'fi', 'sv', 'en'] as const);
  const [first, last] = [random.pick(FIRST[language]), random.pick(LAST[language])];
  return { language, first, last, email: `${ascii(first[0])}.${ascii(last[0])}@firma${index}.example`, phone: `+35840${String(5_000_000 + index * 7919).slice(-7)}` };
}

/** @param person who is sought @param strangers others, of other names */
export function noteOf(random: Random, person: Person & { readonly language: Language }, stranger: Person): Note {
  const sentences = Array.from({ length: random.int(1, 5) }, () => sentence(random, person, stranger));
  const mentions: Mention[] = [];
  let text = '';
  for (const pieces of sentences) {
    if (text !== '') text += random.pick([' ', '\n', '\n\n']);
    for (const piece of pieces) {
      const said = typeof piece === 'string' ? piece : piece.said;
      if (typeof piece !== 'string') mentions.push({ from: text.length, to: text.length + said.length, of: piece.of });
      text += said;
    }
  }
  return { text, mentions };
}

/** `…lle` and its like, on the genitive without its n. */
const ending = ([, genitive]: Cases, suffix: string): string => `${genitive.slice(0, -1)}${/[äöy]/iu.test(genitive) && !/[aou]/iu.test(genitive) ? suffix.replaceAll('a', 'ä') : suffix}`;

function sentence(random: Random, person: Person & { readonly language: Language }, stranger: Person): readonly Piece[] {
  const { language, first, last, email, phone } = person;
  const [f, l] = [first[0], last[0]];
  const local = phone.replace('+358', '0');
  const names = [`${f} ${l}`, `${f} ${l}`, `${f} ${l}`.toUpperCase(), `${l}, ${f}`, `${l.toUpperCase()} ${f}`, `${f}  ${l}`, `${f}\u00a0${l}`, `${f} ${l}`.normalize('NFD'), `${f} ${l}`.toLowerCase()];
  const numbers = [phone, local, `${local.slice(0, 3)} ${local.slice(3, 6)} ${local.slice(6)}`, `${local.slice(0, 3)}-${local.slice(3)}`, `+358 (0)${local.slice(1, 3)} ${local.slice(3)}`];
  const others = [
    other(`${stranger.first[0]} ${stranger.last[0]}`), other(stranger.email), other(stranger.phone), other(`${f} ${stranger.last[0]}`), other(`${stranger.first[0]} ${l}`), other(`${f} ${l}-${stranger.last[0]}`),
    other(`${stranger.first[0]}-${f} ${l}`), other(`${stranger.first[0]} ${f} ${l}`), other(`${f} ${l} Oy`), other(`Tmi ${f} ${l}`), other(`${l} Consulting Ab`), other(`${stranger.first[0].toLowerCase().replace(/[^a-z]/gu, '')}.${email}`), other(`${email}.example.org`),
    other(`${email.split('@')[0]}@toinen.example`), other(`${local}12`), other(`99${local}`), other(`FI${local.slice(1, 3)} 1234 ${local.slice(3)} 5600`), other(`${stranger.first[0]} ${l}, ${f} ${stranger.last[0]}`),
  ];
  const known: readonly (readonly Piece[])[] = {
    fi: [
      ['Soitettu: ', whole(random.pick(names)), ', ', whole(random.pick(numbers)), '.'],
      ['Yhteyshenkilö ', whole(`${f} ${l}`), ' (', whole(email), ') palaa asiaan viikolla 34.'],
      ['Lähetä sopimus osoitteeseen ', whole(random.pick([email, email.toUpperCase(), email.replace('@', '+laskut@')])), '.'],
      ['Sovittiin, että ', whole(`${f} ${l}`), ' tarkistaa tarjouksen 12 500 e.'],
      ['Lähetetty ', half(ending(first, 'lle')), ' tarjous 4.5.2026.'],
      ['Puhuin ', half(`${first[1]} ${last[1]}`), ' kanssa hinnoista.'],
      ['Tapasin ', half(last[1]), ' messuilla, kiinnostunut jatkosta.'],
      ['Odotetaan vastausta ', half(ending(last, 'lta')), ' perjantaihin mennessä.'],
      ['Kysyttiin ', half(ending(first, 'lta')), ' aikataulusta.'],
      ['Luotan ', half(random.pick([first[3], last[3]])), ', asia etenee.'],
      ['Odotan ', half(random.pick([first[2], last[2]])), ' palaveriin.'],
      ['Keskusteltu ', half(ending(last, 'sta')), ' johtoryhmässä.'],
      ['Hinnoista päättää ', half(`${f}kin`), ' vasta syksyllä.'],
      ['Tulossa ', half(`${l}kin`), ' ja muut johtajat.'],
      ['puhuin ', half(last[1].toLowerCase()), ' kanssa, ', half(f.toLowerCase()), ' palaa asiaan.'],
      ['Viesti ', half(ending(random.pick([first, last]), 'lle').toLowerCase()), ' huomenna.'],
      ['Hän toimii ', half(ending(last, 'lla')), ' hankkeessa, samoin ', half(ending(first, 'ssa')), ' nähdään potentiaalia.'],
      ['Muuttuisi ', half(ending(last, 'ksi')), ' nimikin.'],
      ['Perhe ', half(`${last[1].slice(0, -1)}t`), ' kutsuttu avajaisiin.'],
      ['Soita ', half(l), ':lle.'],
      [half(f), ' hoitaa tilauksen itse.'],
      [half(`${f[0]}. ${l}`), ' allekirjoittaa.'],
      ['Palaverissa myös ', random.pick(others), ', sovittu jatkosta.'],
      ['Vastaava henkilö on ', random.pick(others), '. Katso muistio 3/2026.'],
      ['Laskutetaan 120 h, viite 12345 67890, eräpäivä 30.6.2026.'],
      ['Tarjous 2 400,00 e, alv 25,5 %, voimassa 30 päivää.'],
    ],
    sv: [
      ['Ringde ', whole(`${f} ${l}`), ', ', whole(random.pick(numbers)), '.'],
      ['Kontaktperson: ', whole(random.pick(names)), ' <', whole(email), '>'],
      ['Skicka avtalet till ', whole(random.pick([email, email.toUpperCase()])), ' före fredag.'],
      ['Vi väntar på ', half(last[1]), ' svar om priset.'],
      ['Enligt ', half(first[1]), ' är allt klart.'],
      [half(f), ' sköter beställningen.'],
      [half(`${f[0]}. ${l}`), ' skriver under.'],
      ['Med på mötet var ', random.pick(others), ', vi fortsätter i höst.'],
      ['Fakturan 4 500,00 skickas den 3.3.2026, referens 12345.'],
    ],
    en: [
      ['Called ', whole(`${f} ${l}`), ' on ', whole(random.pick(numbers)), '.'],
      ['Contact: ', whole(random.pick(names)), ' <', whole(email), '>'],
      ['Send the contract to ', whole(random.pick([email, email.toUpperCase()])), ' by Friday.'],
      ['We wait for ', half(first[1]), ' answer on the price.'],
      ['According to ', half(l), ' all is ready.'],
      [half(f), ' will take care of the order.'],
      [half(`${f[0]}. ${l}`), ' signs.'],
      ['At the meeting was ', random.pick(others), ', we go on in autumn.'],
      ['The invoice of 4,500.00 goes out on 3 March 2026, reference 12345.'],
    ],
  }[language];
  return random.pick(known);
}

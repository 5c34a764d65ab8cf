// Words of the audit, in Finnish; the sentences of its lines come with the contract of the API.
import type { audit as english } from '../en/audit.ts';
import type { Same } from '../same.ts';

export const audit: Same<typeof english> = {
  title: 'Tapahtumaloki',
  text: 'Kaikki täällä tehdyt muutokset, kirjautumiset sekä evätyt ja epäonnistuneet yritykset. Tämän luettelon rivejä ei voi muuttaa eikä poistaa.',
  action: 'Mitä',
  actor: 'Kuka',
  at: 'Milloin',
  outcome: 'Tulos',
  target: 'Kohde (tunniste)',
  person: 'Tekijän tunniste',
  requestId: 'Pyynnön tunniste',
  done: 'Tehtiin',
  refused: 'Evättiin',
  failed: 'Epäonnistui',
  empty: 'Mitään ei ole vielä tehty',
  emptyText: 'Kun joku kirjautuu sisään tai muuttaa jotakin, se tulee tähän luetteloon.',
  blanked: 'nimi poistettu',
  check: {
    title: 'Onko loki sellainen kuin se kirjoitettiin?',
    text: 'Jokainen rivi on ketjutettu edelliseen, ja ketjun loppu on allekirjoitettu avaimella, joka ei ole tietokannassa. Koko lokin lukeminen kestää hetken.',
    deed: 'Tarkista koko loki',
    whole: 'Ehjä ja järjestyksessä',
    wholeText: 'Rivejä: {{lines}}. Yhtään niistä ei ole muutettu, poistettu eikä lisätty jälkikäteen. Loppu allekirjoitettiin {{at}}.',
    nothing: 'Mitään ei ole vielä tehty, joten tarkistettavaa ei ole.',
    wrong: 'Lokia on muutettu ohjelman ohi',
    wrongText: 'Poikkeamia: {{faults}}, rivejä: {{lines}}. Vertaa lokia varmuuskopioon ja selvitä, kuka pääsee tietokantaan sen omistajana.',
    line: 'Rivi {{number}}: {{fault}}',
    noLine: 'Rivi, jolla ei ole paikkaa: {{fault}}',
    more: 'ja lisää',
    fault: {
      changed: 'se ei ole sellainen kuin se kirjoitettiin',
      missing: 'se puuttuu',
      added: 'se on lisätty ohjelman ohi',
      order: 'se ei ole paikallaan, tai sitä edeltäviä rivejä puuttuu',
      name: 'siinä on muun kuin tekijän nimi',
      head: 'loppu ei ole sellainen kuin se allekirjoitettiin',
      cut: 'sen tilalla oli ennen toinen rivi, tai lokin loppu on katkaistu',
    },
  },
};

// Tapahtumalokin sanat suomeksi; rivien lauseet tulevat rajapinnan sopimuksesta.
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
};

// What went wrong and what to do, in Finnish; one pair for every kind of problem.
import type { errors as english } from '../en/errors.ts';
import type { Same } from '../same.ts';

export const errors: Same<typeof english> = {
  offline: { title: 'Palvelin ei vastaa', text: 'Tarkista yhteys ja yritä uudelleen.' },
  'signed-out': { title: 'Istuntosi on päättynyt', text: 'Kirjaudu uudelleen.' },
  'not-allowed': { title: 'Et saa tehdä tätä', text: 'Pyydä työtilan pääkäyttäjältä rooli, joka saa.' },
  'not-found': { title: 'Sitä ei enää ole', text: 'Se on ehkä poistettu tai yhdistetty. Palaa takaisin ja hae se uudelleen.' },
  changed: { title: 'Joku muutti tätä sillä välin', text: 'Lataa se uudelleen, katso muutos ja tee omasi vielä kerran.' },
  invalid: { title: 'Jokin siinä ei ole oikein', text: 'Korjaa merkityt kentät ja yritä uudelleen.' },
  'too-many': { title: 'Liian monta pyyntöä', text: 'Odota hetki ja yritä uudelleen.' },
  'not-now': { title: 'Palvelin ei pysty tähän nyt', text: 'Yritä uudelleen minuutin päästä.' },
  broken: { title: 'Jokin meni vikaan', text: 'Yritä uudelleen. Jos vika toistuu, kerro pääkäyttäjälle pyynnön tunnus.' },
};

// What went wrong and what to do, in Finnish; one pair for every kind of problem.
import type { errors as english } from '../en/errors.ts';
import type { Same } from '../same.ts';

export const errors: Same<typeof english> = {
  offline: { title: 'Palvelin ei vastaa', text: 'Tarkista yhteys ja yritä uudelleen.' },
  'signed-out': { title: 'Istuntosi on päättynyt', text: 'Kirjaudu uudelleen.' },
  'not-allowed': { title: 'Sinulla ei ole oikeutta tähän', text: 'Pyydä työtilan pääkäyttäjältä rooli, joka oikeuttaa siihen.' },
  'not-found': { title: 'Tätä ei enää ole', text: 'Se on ehkä poistettu tai yhdistetty toiseen. Palaa takaisin ja hae se uudelleen.' },
  changed: { title: 'Joku muutti tätä sillä välin', text: 'Lataa tiedot uudelleen, katso muutos ja tee omasi sen jälkeen.' },
  forgotten: { title: 'Tämän henkilön tiedot on poistettu', text: 'Hän on itse pyytänyt sitä, joten mitään hänestä kertovaa ei saa tallentaa. Jos hän haluaa taas olla yhteyshenkilö, salli ensin paluu hänen poistopyyntönsä sivulla.' },
  withheld: { title: 'Tätä ei voi tallentaa tällaisena', text: 'Kysy tietosuojavastaavalta, miten edetä.' },
  invalid: { title: 'Tiedoissa on virhe', text: 'Korjaa merkityt kentät ja yritä uudelleen.' },
  'too-many': { title: 'Liian monta pyyntöä', text: 'Odota hetki ja yritä uudelleen.' },
  'not-now': { title: 'Palvelin ei pysty tähän nyt', text: 'Yritä uudelleen minuutin päästä.' },
  broken: { title: 'Jokin meni vikaan', text: 'Yritä uudelleen. Jos vika toistuu, kerro pääkäyttäjälle pyynnön tunniste.' },
};

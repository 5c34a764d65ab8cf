// Words of the frame around every page, in Finnish.
import type { shell as english } from '../en/shell.ts';
import type { Same } from '../same.ts';

export const shell: Same<typeof english> = {
  skip: 'Siirry sisältöön',
  navigation: 'Päävalikko',
  openNavigation: 'Avaa valikko',
  closeNavigation: 'Sulje valikko',
  breadcrumbs: 'Olet tässä',
  group: {
    start: 'Etusivu',
    customers: 'Asiakkaat',
    sales: 'Myynti',
    money: 'Laskutus',
    inboxes: 'Ratkaistavat',
    privacy: 'Tietosuoja',
    system: 'Järjestelmä',
  },
  user: {
    menu: 'Käyttäjän {{name}} valikko',
    ownAccess: 'Mitä saan nähdä ja tehdä',
    signOut: 'Kirjaudu ulos',
    signingOut: 'Kirjaudutaan ulos',
  },
  waiting_one: 'yksi odottaa',
  waiting_other: '{{shown}} odottaa',
  workspace: 'Työtila',
  language: 'Kieli',
  theme: { label: 'Värit', light: 'Vaalea', dark: 'Tumma', auto: 'Laitteen mukaan' },
  shortcuts: { label: 'Luetteloiden pikanäppäimet', hint: 'j ja k siirtävät, x valitsee, Enter avaa' },
  offline: 'Ei yhteyttä. Näkemäsi voi olla vanhaa, eikä mikään nyt tekemäsi muutos tallennu.',
  sessionOver: {
    title: 'Istuntosi on päättynyt',
    text: 'Mitään tältä sivulta ei ole kadonnut. Kirjaudu uudessa välilehdessä, palaa tähän ja jatka; tai kirjaudu tässä, jolloin sivu avautuu uudelleen.',
    newTab: 'Kirjaudu uudessa välilehdessä',
    here: 'Kirjaudu tässä',
    back: 'Olen kirjautunut',
  },
  notFound: { title: 'Sivua ei ole', text: 'Osoite voi olla vanha tai väärin kirjoitettu. Valikossa ovat kaikki sivut, jotka saat avata.', home: 'Etusivulle' },
  noRight: {
    title: 'Tämä sivu ei kuulu rooliisi',
    text: 'Sivu vaatii oikeuden {{rights}}. Työtilan pääkäyttäjä voi antaa sinulle roolin, jossa se on.',
  },
  crashed: {
    title: 'Sivu lakkasi toimimasta',
    text: 'Vika on meidän, ei sinun. Lataa sivu uudelleen; jos vika toistuu, kerro pääkäyttäjälle, mitä teit viimeksi.',
    old: 'Sauma on päivittynyt sen jälkeen, kun avasit sen. Jatka lataamalla sivu uudelleen.',
  },
};

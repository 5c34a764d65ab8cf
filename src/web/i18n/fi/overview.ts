// Words of the parts of the first page, in Finnish.
import type { overview as english } from '../en/overview.ts';
import type { Same } from '../same.ts';

export const overview: Same<typeof english> = {
  sync: {
    title: 'Synkronointi',
    more: 'Kaikki ajot',
    last: 'Viimeisin ajo',
    troubled: 'Epäonnistunut tai odottaa hyväksyntää',
    of: 'viimeisistä {{count}} ajosta',
    read: { severa: 'Severa luettu viimeksi', hubspot: 'HubSpot luettu viimeksi' },
    never: 'Ei vielä',
    calls: 'Kutsuja tänään',
    callsOf: 'molempiin järjestelmiin yhteensä',
    none: { title: 'Kaikkea ei ole vielä synkronoitu', text: 'Yhdistä järjestelmät, katso mitä tehtäisiin, ja anna sitten sen tapahtua.', action: 'Ota Sauma käyttöön' },
  },
  inbox: {
    title: 'Odottaa ratkaisua',
    conflicts: 'Ristiriidat',
    matches: 'Mahdolliset vastineet',
    held: 'Odottavat muutokset',
    about: { conflicts: 'muutettu eri tavoin eri järjestelmissä', matches: 'tietueita, jotka saattavat olla samat', held: 'ei pääse perille, ennen kuin joku korjaa tiedot' },
  },
  money: { title: 'Laskutettava työ', more: 'Laskutustilanne' },
  pipeline: {
    title: 'Myynti',
    more: 'Myyntiputki',
    open: 'Avoimia myyntitapauksia',
    weighted: 'Painotettu arvo',
    weightedOf: 'arvo × todennäköisyys',
    month: 'Odotetaan tässä kuussa',
    late: 'Myöhässä',
    lateOf: 'odotettu kuukausi on jo mennyt',
  },
  funnel: { title: 'Suppilo', more: 'Suppilo lähteittäin' },
  register: { title: 'Rekisteri', more: 'Kaikki asiakkaat', customer: 'Asiakkaita', potential: 'Mahdollisia asiakkaita', dormant: 'Hiljaisia asiakkaita', mail: 'Henkilöitä, joille saa lähettää sähköpostia', many: 'Hyvin monta' },
  today: {
    title: 'Muuttunut tänään',
    nothing: 'Keskiyön jälkeen mitään ei ole viety järjestelmästä toiseen.',
    entity: { account: 'Asiakkaat', contact: 'Yhteyshenkilöt', salesCase: 'Myyntitapaukset', activity: 'Aktiviteetit' },
    side: { psa: 'Severa', crm: 'HubSpot', local: 'Sauma' },
    create: '{{system}}: {{count}} luotu',
    update: '{{system}}: {{count}} päivitetty',
    archive: '{{system}}: {{count}} poistettu käytöstä',
  },
  trail: { title: 'Viimeksi tehty', more: 'Tapahtumaloki' },
};

// Words of the first steps with a new installation, in Finnish.
import type { welcome as english } from '../en/welcome.ts';
import type { Same } from '../same.ts';

export const welcome: Same<typeof english> = {
  title: 'Ensiaskeleet',
  intro: 'Kahdesta järjestelmästä yhteen totuuteen neljässä vaiheessa. Mihinkään ei kirjoiteta ennen kuin viimeisessä niin sanot. Voit lähteä milloin vain ja jatkaa tästä.',
  step: { connect: 'Yhdistä', concept: 'Päätä', preview: 'Esikatsele', go: 'Aloita' },
  state: { done: 'Valmis', now: 'Nyt', later: 'Myöhemmin' },
  connect: {
    text: 'Testaa jokainen yhteys. Yksi riittää alkuun: pelkän Severan kanssa Sauma on CRM. Myös lukuyhteys riittää; se, mitä sieltä puuttuu, viedään sinne, kun kirjoittaminen sallitaan.',
    missing: 'Yhdistä ainakin yksi järjestelmä ja varmista, että sen testi onnistuu.',
    details: 'Kaikki yhteyksistä',
  },
  concept: {
    text: 'Päätä, mitä synkronoidaan ja mikä on liidi: siitä riippuu, milloin CRM:n yritykset ja henkilöt luodaan Severaan.',
    confirm: 'Näin on hyvä',
    unsaved: 'Tallenna muutokset ensin.',
    confirmed: 'Vahvistanut {{by}}, {{at}}',
    more: 'Kaikki asetukset',
    rules: 'Kuka voittaa, kenttä kentältä',
    stages: 'Vaiheet ja vastuuhenkilöt',
  },
  preview: {
    text: 'Lukee molemmat järjestelmät ja näyttää tietue tietueelta, mitä luotaisiin ja muutettaisiin. Ei kirjoita mihinkään.',
    start: 'Tee esikatselu',
    again: 'Tee uusi esikatselu',
    open: 'Katso jokainen ero',
    last: 'Viimeisin esikatselu: {{at}}',
    missing: 'Tee ensin edelliset vaiheet.',
    waits: 'Tuhansien tietueiden esikatselu kestää muutaman minuutin. Voit poistua sivulta.',
  },
  go: {
    text: 'Ensimmäinen synkronointi linkittää tietueet, täyttää tyhjät ja kirjoittaa sen, minkä säännöt sanovat. Sitä voi seurata tästä, ja sen voi kumota ajo kerrallaan {{days}} päivän ajan.',
    readOnly: '{{names}} on vain luettavissa: sinne ei kirjoiteta mitään.',
    start: 'Aloita ensimmäinen synkronointi',
    ask: { title: 'Aloitetaanko ensimmäinen synkronointi?', text: 'Se tekee sen, minkä esikatselu näyttää: luo ja muuttaa tietueita yhdistetyissä järjestelmissä. Sen jälkeen muutokset kulkevat itsestään.', yes: 'Aloita' },
    open: 'Kaikki tästä ajosta',
    done: 'Ensimmäinen synkronointi on valmis. Muutokset kulkevat nyt itsestään.',
    inbox: 'Katso, mikä odottaa ihmistä',
    start2: 'Etusivulle',
    entity: { done: 'valmis', running: 'käynnissä', waiting: 'odottaa' },
  },
};

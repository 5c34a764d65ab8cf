// Words of charts, figures, comparisons, timelines, forms and progress, in Finnish.
import type { parts as english } from '../en/parts.ts';
import type { Same } from '../same.ts';

export const parts: Same<typeof english> = {
  asOf: 'Tilanne {{time}}',
  neverRead: 'Ei vielä luettu',
  stale: 'Vanhentunut',
  showTable: 'Näytä taulukkona',
  showChart: 'Näytä kaaviona',
  chartLabel: '{{title}}: kaavio. Samat luvut ovat sen takana taulukossa.',
  change: { up: 'Nousua {{amount}}', down: 'Laskua {{amount}}', same: 'Ei muutosta' },
  diff: { empty: 'tyhjä' },
  timeline: { empty: 'Mitään ei ole vielä tapahtunut', more: 'Näytä aiemmat', day: 'Tapahtumat {{day}}' },
  confirm: { type: 'Vahvista kirjoittamalla {{word}}' },
  form: {
    errors_one: 'Yksi kenttä vaatii huomiotasi',
    errors_other: '{{count}} kenttää vaatii huomiotasi',
    unsaved: 'Muutoksiasi ei ole tallennettu',
    saved: 'Tallennettu',
    badNumber: 'Kirjoita luku, esimerkiksi {{example}}',
    required: 'Tämä on pakollinen',
  },
  progress: {
    connecting: 'Yhdistetään',
    running: 'Käynnissä',
    lost: 'Yhteys katkesi, yritetään uudelleen',
    done: 'Valmis',
    failed: 'Epäonnistui',
    cancelled: 'Keskeytetty',
    counted: '{{done}} / {{total}}',
    countedOnly: '{{done}} tehty',
  },
};

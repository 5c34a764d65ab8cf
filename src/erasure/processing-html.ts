// The record of processing as a page of its own: to be printed, kept and shown to a supervisory authority. Invariant: it needs nothing from
// anywhere, runs nothing, and every text in it is escaped.
import type { ProcessedData, ProcessingRecord } from './processing-record.ts';
import type { Words } from './processing-words.ts';

type Language = 'fi' | 'en';

const SYSTEMS: Readonly<Record<string, string>> = { severa: 'Visma Severa', hubspot: 'HubSpot', sauma: 'Sauma' };

const T = {
  title: { fi: 'Seloste käsittelytoimista', en: 'Record of processing activities' },
  made: { fi: 'Laadittu ohjelman ilmoittamista tiedoista', en: 'Made of what the program declares' },
  controller: { fi: 'Rekisterinpitäjä', en: 'Controller' },
  unnamed: { fi: 'Rekisterinpitäjää ei ole nimetty asetuksissa (privacy.controller).', en: 'The settings do not name a controller (privacy.controller).' },
  recipients: { fi: 'Vastaanottajat', en: 'Recipients' },
  connected: { fi: 'yhdistetty', en: 'connected' },
  apart: { fi: 'ei yhdistetty', en: 'not connected' },
  readOnly: { fi: 'vain luku', en: 'read-only' },
  both: { fi: 'luku ja kirjoitus', en: 'reading and writing' },
  figures: { fi: 'Luvut', en: 'Figures' },
  contacts: { fi: 'Yhteyshenkilöitä', en: 'Contacts' },
  without: { fi: 'ilman käsittelyperustetta', en: 'without a legal basis' },
  restricted: { fi: 'käsittely rajoitettu', en: 'with restricted processing' },
  rules: { fi: 'Säilytyssääntöjä', en: 'Retention rules' },
  purpose: { fi: 'Tarkoitus', en: 'Purpose' },
  basis: { fi: 'Oikeusperuste', en: 'Legal basis' },
  subjects: { fi: 'Rekisteröidyt', en: 'Data subjects' },
  data: { fi: 'Henkilötiedot', en: 'Personal data' },
  where: { fi: 'Missä', en: 'Where' },
  roles: { fi: 'Kuka näkee', en: 'Who sees it' },
  nobody: { fi: 'ei kukaan käyttöliittymässä', en: 'nobody, in the app' },
  kept: { fi: 'Säilytysaika', en: 'Kept for' },
  measures: { fi: 'Turvatoimet', en: 'Measures' },
} as const satisfies Readonly<Record<string, Words>>;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;color:#1b1f1d;max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;break-after:avoid}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #d5dad7}th{width:11rem;font-weight:600}section{break-inside:avoid}small{color:#56605b}`;

export function processingHtml(record: ProcessingRecord, language: Language): string {
  const t = (name: keyof typeof T): string => T[name][language];
  const { figures } = record;
  const recipients = record.recipients.map(({ name, hosts, connected, mode }) => row(name, `${connected ? `${t('connected')}, ${mode === 'read-only' ? t('readOnly') : t('both')}` : t('apart')}: ${hosts.join(', ')}`));
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(t('title'))}</title><style>${STYLE}</style></head><body>
<h1>${escaped(t('title'))}</h1><p><small>${escaped(`${t('made')} ${record.at}`)}</small></p>
<h2>${escaped(t('controller'))}</h2><p>${escaped(record.controller === '' ? t('unnamed') : record.controller)}</p>
<h2>${escaped(t('figures'))}</h2><p>${escaped(`${t('contacts')} ${figures.contacts}: ${t('without')} ${figures.withoutBasis}, ${t('restricted')} ${figures.restricted}. ${t('rules')} ${figures.retentionRules}.`)}</p>
<h2>${escaped(t('recipients'))}</h2><table>${recipients.join('')}</table>
${record.data.map((one) => section(one, record.categories, language)).join('\n')}
<h2>${escaped(t('measures'))}</h2><ul>${record.measures.map((measure) => `<li>${escaped(measure[language])}</li>`).join('')}</ul>
</body></html>`;
}

function section({ label, purpose, basis, subjects, kept, fields, systems, roles }: ProcessedData, categories: ProcessingRecord['categories'], language: Language): string {
  const t = (name: keyof typeof T): string => T[name][language];
  const byCategory = [...Map.groupBy(fields, ({ category }) => category)].map(([category, those]) => `${categories[category]?.[language] ?? category}: ${those.map((field) => field.label[language]).join(', ')}`);
  const rows: readonly (readonly [string, string])[] = [
    [t('purpose'), purpose[language]],
    [t('basis'), basis[language]],
    [t('subjects'), subjects[language]],
    ...byCategory.map((text, at) => [at === 0 ? t('data') : '', text] as const),
    [t('where'), systems.map(({ system, writes }) => `${SYSTEMS[system] ?? system} (${writes ? t('both') : t('readOnly')})`).join(', ')],
    [t('roles'), roles.length === 0 ? t('nobody') : roles.map((role) => role.label[language]).join(', ')],
    [t('kept'), kept[language]],
  ];
  return `<section><h2>${escaped(label[language])}</h2><table>${rows.map(([name, text]) => row(name, text)).join('')}</table></section>`;
}

function row(name: string, text: string): string {
  return `<tr><th>${escaped(name)}</th><td>${escaped(text)}</td></tr>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

// An access export as a page that a person can read and keep: one file, without scripts and without anything fetched. Invariant: it says
// what the JSON says, and every value is shown as text, whoever wrote it.
import { entities } from '../entities/index.ts';
import { EXPORT_WORDS } from './export-words.ts';
import type { ExportWords } from './export-words.ts';
import type { ExportedThing, ExportLanguage, SubjectExport } from './export-shape.ts';

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid #d0d7de; padding-bottom: .3rem; }
  h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; } dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .2rem 1rem; margin: 0; }
  dt { color: #57606a; } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; } p.note { background: #fff8e5; padding: .6rem .8rem; border-radius: 4px; }
  @media (max-width: 32rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
  @media print { body { margin: 0; max-width: none; } }
`;

export function exportHtml(told: SubjectExport, language: ExportLanguage, timeZone: string): string {
  const words = EXPORT_WORDS[language];
  const when = (at: string): string => new Intl.DateTimeFormat(language === 'fi' ? 'fi-FI' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(new Date(at));
  const person = list([[words.names, told.person.names.join(', ')], [words.emails, told.person.emails.join(', ')], [words.phones, told.person.phones.join(', ')]]);
  const about = list([[words.controller, told.controller || '–'], [words.madeAt, when(told.at)], [words.number, told.id]]);
  const missing = told.missing.length === 0 ? '' : `<p class="note">${escaped(words.missing)} ${escaped(told.missing.map((system) => words.system[system]).join(', '))}</p>`;
  const unsure = told.unsure === 0 ? '' : `<p class="note">${escaped(words.unsure.replace('{count}', String(told.unsure)))}</p>`;
  const systems = told.systems.map(({ system, things }) => section(words.system[system], things, words, language)).join('');
  const rights = words.rights.map((text) => `<li>${escaped(text)}</li>`).join('');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="robots" content="noindex">
<title>${escaped(words.title)}</title><style>${STYLE}</style></head><body><main>
<h1>${escaped(words.title)}</h1><p>${escaped(words.intro)}</p>${about}
<h2>${escaped(words.person)}</h2>${person}${missing}${unsure}
${systems}
<h2>${escaped(words.purposes)}</h2><p>${escaped(words.purposesText)}</p>
<h2>${escaped(words.recipients)}</h2><p>${escaped(words.recipientsText)}</p>
<h2>${escaped(words.rightsTitle)}</h2><ul>${rights}</ul>
</main></body></html>
`;
}

function section(title: string, things: readonly ExportedThing[], words: ExportWords, language: ExportLanguage): string {
  const body = things.length === 0 ? `<p>${escaped(words.nothing)}</p>` : things.map(({ kind, content }) => `<h3>${escaped(words.kinds[kind] ?? kind)}</h3>${list(shownOf(kind, content, words, language))}`).join('');
  return `<h2>${escaped(words.from)} ${escaped(title)}</h2>${body}`;
}

/** What several systems say alike is said once, with all of them: `psa.firstName` is the first name as Severa shows it. */
function shownOf(kind: string, content: ExportedThing['content'], words: ExportWords, language: ExportLanguage): readonly (readonly [string, string])[] {
  const said = Object.entries(content).map(([name, value]) => {
    const [side = '', field] = name.split('.');
    const system = ({ local: words.system.sauma, psa: words.system.severa, crm: words.system.hubspot } as Readonly<Record<string, string>>)[side];
    const isOurs = system !== undefined && field !== undefined;
    const label = isOurs ? (entities.get(kind)?.fields.get(field)?.label[language] ?? words.labels[field] ?? field) : (words.labels[name] ?? name);
    return { label, system: isOurs ? system : null, value: words.values[value] ?? value };
  });
  return [...Map.groupBy(said, ({ label, value }) => JSON.stringify([label, value])).values()].map((alike) => {
    const [{ label, value } = { label: '', value: '' }] = alike;
    const systems = alike.flatMap(({ system }) => system ?? []);
    return [systems.length === 0 ? label : `${label} (${systems.join(', ')})`, value];
  });
}

function list(entries: readonly (readonly [string, string])[]): string {
  return `<dl>${entries.filter(([, value]) => value !== '').map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

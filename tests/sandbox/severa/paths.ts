// Turns a route template of the contract into a path of rows that exist in a sandbox.
import type { Caller } from './caller.ts';

/** The collection whose row a guid in a template names. */
function collectionOf(template: string, name: string): string {
  if (name !== 'guid') return { contactGuid: 'contactpersons', activityGuid: 'activities', phaseGuid: 'phases', activityParticipantGuid: 'activityparticipants', customPropertyGuid: template.split('/').slice(2, 4).join('/'), invoiceRowGuid: 'invoicerows' }[name] ?? `${name.slice(0, -4)}s`;
  const before = template.slice(0, template.indexOf('/{guid}')).split('/').slice(2);
  if (before.at(-1) === 'keywords') return 'keywords';
  if (before.at(-1)?.endsWith('selectionitems')) return before.at(-1) as string;
  if (before.length === 2 && ['customers', 'projects', 'localization'].includes(before[0] as string)) return before.join('/');
  return before[0] as string;
}

/** The path of a template, for the first row of each collection it names. */
export function pathOf(caller: Caller, template: string): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const rows = caller.model.state.list(collectionOf(template, name));
    const row = rows[0];
    if (!row) throw new Error(`${template}: nothing in ${collectionOf(template, name)}`);
    return row.guid;
  });
}

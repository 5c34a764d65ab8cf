import { describe, expect, it } from 'vitest';
import { openapiChecker, openapiDocument } from '../../support/openapi.ts';
import { allScopes } from '../../../src/sandbox/severa/options.ts';
import { guidIn, type Row } from '../../../src/sandbox/severa/row.ts';
import { newCaller, type Caller, type Json } from './caller.ts';
import { pathOf } from './paths.ts';
import { populate, type Populated } from './populated.ts';

const document = openapiDocument('severa');
const operations = document === null ? [] : openapiChecker(document).operations;

function to(row: { readonly guid: string } | undefined): Json {
  return { guid: row?.guid };
}

/** The reference a row holds. */
function inner(row: Row | undefined, field: string): Json {
  return { guid: guidIn(row, field) };
}

/** A body that a POST of the template takes. */
function bodyOf(template: string, { user, customer, contact, project, phase, rows }: Populated): unknown {
  const named = { name: 'Uusi' };
  const unitPrice = { amount: 10, currencyCode: 'EUR' };
  const first = (collection: string): Json => to(rows[collection]);
  const bodies: Record<string, unknown> = {
    '/v1/customers': named,
    '/v1/customers/{customerGuid}/addresses': { addressline: 'Rantatie 2' },
    '/v1/contactpersons': { firstName: 'Helmi', lastName: 'Aalto', customer: to(customer) },
    '/v1/contactcommunications': { value: '+358401234567', contact: to(contact), communicationType: inner(rows['contactcommunications'], 'communicationType'), isForbiddenToUse: false },
    '/v1/customermarketsegments': { customer: to(customer), marketSegment: inner(rows['marketsegments'], 'parentMarketSegment') },
    '/v1/customercountrysettings': { customer: to(customer), country: inner(rows['customercountrysettings'], 'country') },
    '/v1/customersalesnotes': { user: to(user), customer: to(customer), note: 'Hei' },
    '/v1/projectsalesnotes': { user: to(user), project: to(project), note: 'Hei' },
    '/v1/projects': { ...named, customer: to(customer), projectOwner: to(user) },
    '/v1/phases': { ...named, parentPhase: to(phase) },
    '/v1/phasemembers': { phaseGuid: guidIn(phase, 'parentPhase'), user: to(user) },
    '/v1/proposals': { ...named, project: to(project) },
    '/v1/proposalfeerows': { ...named, proposal: first('proposals'), quantity: 1, unitPrice },
    '/v1/proposalworkrows': { ...named, proposal: first('proposals'), quantity: 1, workType: inner(rows['workhours'], 'workType') },
    '/v1/proposalsubtotals': { ...named, proposal: first('proposals') },
    '/v1/workhours': { phase: to(phase), user: to(user), workType: inner(rows['workhours'], 'workType'), eventDate: '2026-11-12', quantity: 1, unitPrice },
    '/v1/projectfees': { ...named, project: to(project), quantity: 1, unitPrice },
    '/v1/projecttravelexpenses': { project: to(project), phase: to(phase), user: to(user), travelExpense: inner(rows['projecttravelexpenses'], 'travelExpense'), quantity: 3, unitPrice },
    '/v1/flatrates': { phase: to(phase), billingSchedule: 'Immediately', price: unitPrice },
    '/v1/invoices': { projects: [to(project)], groupProjects: true },
    '/v1/activities': { ...named, startDateTime: '2026-11-20T08:00:00Z', activityType: inner(rows['activities'], 'activityType'), ownerUser: to(user) },
    '/v1/activityparticipants': { activityGuid: rows['activities']?.guid, participantGuid: user.guid, type: 'User', status: 'Accepted' },
    '/v1/keywords': { keyword: 'messut', category: 'Project' },
    '/v1/customers/customproperties': { ...named, type: 'String' },
    '/v1/projects/customproperties': { ...named, type: 'Date' },
    '/v1/customers/customproperties/customercustompropertyselectionitems': { ...named, customerCustomProperty: first('customers/customproperties') },
    '/v1/projects/customproperties/projectcustompropertyselectionitems': { ...named, projectCustomProperty: first('projects/customproperties') },
    '/v1/products': named,
  };
  return bodies[template] ?? (template.includes('{') ? undefined : named);
}

/** A field that a PATCH of the template changes. */
function patchOf(template: string): Json {
  const special: Record<string, Json> = {
    '/v1/activityparticipants/{guid}': { '/status': 'Declined' },
    '/v1/addresses/{guid}': { '/city': 'Kuopio' },
    '/v1/contactcommunications/{guid}': { '/value': 'uusi@koivukyla.example' },
    '/v1/contactpersons/{guid}': { '/jobTitle': 'Johtaja' },
    '/v1/customercountrysettings/{guid}': { '/isTaxFree': true },
    '/v1/customersalesnotes/{guid}': { '/note': 'Muuttui' },
    '/v1/projectsalesnotes/{guid}': { '/note': 'Muuttui' },
    '/v1/flatrates/{guid}': { '/includesHours': 3 },
    '/v1/invoicerows/{guid}': { '/description': 'Työ' },
    '/v1/invoices/{guid}': { '/notes': 'Kiitos' },
    '/v1/keywords/{guid}': { '/keyword': 'kutsut' },
    '/v1/customers/customvalues/{guid}': { '/value': 'B' },
    '/v1/projects/customvalues/{guid}': { '/value': '200' },
    '/v1/workhours/{guid}': { '/description': 'Palaveri' },
    '/v1/projectfees/{guid}': { '/description': 'Vuosimaksu' },
    '/v1/projecttravelexpenses/{guid}': { '/description': 'Lahti' },
  };
  return special[template] ?? { '/name': 'Muuttunut' };
}

const access = new Set(['POST /v1/token', 'POST /v1/refreshtoken', 'POST /v1/signout']);

/** Rows that only come to be through others: an invoice with rows, its credited copies, deleted rows. */
function invoiced(caller: Caller, { project, rows }: Populated): void {
  const invoice = caller.post('/v1/invoices', { projects: [{ guid: project.guid }] });
  for (const collection of ['workhours', 'projectfees', 'projecttravelexpenses'])
    for (const row of caller.model.state.list(collection)) expect(row['invoice'], collection).toMatchObject({ guid: invoice['guid'] });
  expect(rows['workhours']).toBeDefined();
}

function perform(caller: Caller, method: string, template: string, populated: Populated): number {
  if (template.startsWith('/v1/customers/customvalues') || template.startsWith('/v1/projects/customvalues')) {
    const owner = template.startsWith('/v1/customers') ? 'customer' : 'project';
    if (method === 'POST') {
      const property = caller.model.state.put(`${owner}s/customproperties`, { name: 'Lisätieto', type: 'String' }, caller.now);
      return caller.send('POST', template, { customProperty: { guid: property.guid }, [`${owner}Guid`]: populated[owner].guid, value: 'x' }).status;
    }
  }
  if (method === 'DELETE') {
    // What others hang on, or what is invoiced, is not deleted: a fresh row is.
    const fresh = bodyOf(template.replace('/{guid}', ''), populated);
    if (['/v1/customers/{guid}', '/v1/projects/{guid}', '/v1/phases/{guid}', '/v1/workhours/{guid}', '/v1/projectfees/{guid}', '/v1/projecttravelexpenses/{guid}'].includes(template)) {
      const created = caller.post(template.replace('/{guid}', ''), fresh);
      return caller.send('DELETE', template.replace('{guid}', String(created['guid']))).status;
    }
    if (template.endsWith('/projects/{projectGuid}')) return caller.send('DELETE', pathOf(caller, template)).status;
  }
  const path = pathOf(caller, template);
  if (method === 'PATCH') return caller.send('PATCH', path, Object.entries(patchOf(template)).map(([at, value]) => ({ op: 'Replace', path: at, value }))).status;
  if (method === 'POST') return caller.send('POST', path, bodyOf(template, populated)).status;
  return caller.send(method, path).status;
}

// The contract is the vendor's own document and does not come with the program: SAUMA_OPENAPI_DIR names the folder that has it.
describe.skipIf(document === null)('the published contract of Severa (skipped without SAUMA_OPENAPI_DIR)', () => {
  it('holds for the success of every operation', () => {
    const wrong: string[] = [];
    for (const { method, template } of operations) {
      if (access.has(`${method} ${template}`)) continue;
      const caller = newCaller();
      const populated = populate(caller);
      if (/invoice|reimbursed/.test(template) && `${method} ${template}` !== 'POST /v1/invoices') invoiced(caller, populated);
      const status = perform(caller, method, template, populated);
      if (status >= 300) wrong.push(`${method} ${template} → ${status}`);
      if (!caller.model.calls.has(`${method} ${template}`)) wrong.push(`${method} ${template} was not counted`);
      wrong.push(...caller.violations);
    }
    expect(wrong).toEqual([]);
  });

  it('holds for every operation without a token', () => {
    const wrong: string[] = [];
    for (const { method, template, definition } of operations) {
      const isOpen = access.has(`${method} ${template}`) || ((definition['security'] ?? []) as unknown[]).length === 0;
      if (isOpen) continue;
      const caller = newCaller();
      const answer = caller.send(method, template.replace(/\{\w+\}/g, 'x'), undefined, { authorization: 'Bearer nobody' });
      if (answer.status !== 401) wrong.push(`${method} ${template} → ${answer.status}`);
      wrong.push(...caller.violations);
    }
    expect(wrong).toEqual([]);
  });

  it('asks for exactly the scopes of each operation', () => {
    const wrong: string[] = [];
    for (const { method, template, definition } of operations) {
      const needed = ((definition['security'] ?? []) as Json[]).flatMap((way) => (way['OAuth2'] ?? []) as string[]);
      if (needed.length === 0) continue;
      const path = template.replace(/\{\w+\}/g, 'x');
      for (const scope of needed) {
        const caller = newCaller({ grantedScopes: allScopes.filter((granted) => granted !== scope) });
        if (caller.send(method, path).status !== 403) wrong.push(`${method} ${template} does not need ${scope}`);
      }
      const caller = newCaller({ grantedScopes: needed });
      if (caller.send(method, path).status === 403) wrong.push(`${method} ${template} needs more than ${needed.join(', ')}`);
      wrong.push(...caller.violations);
    }
    expect(wrong).toEqual([]);
  });

  it('gates exactly the operations that belong to an add-on', () => {
    const wrong: string[] = [];
    for (const { method, template, definition } of operations) {
      const caller = newCaller({ facts: { customFieldsAddon: false, proposalsAddon: false } });
      const gated = caller.send(method, template.replace(/\{\w+\}/g, 'x')).status === 403;
      if (gated !== (definition['x-addon-gated'] === true)) wrong.push(`${method} ${template}`);
    }
    expect(wrong).toEqual([]);
  });
});

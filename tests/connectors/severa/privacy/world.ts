// A customer of the sandbox with the person who is to be forgotten, a namesake and colleagues, and everything that Severa can say of
// them. All of it invented.
import type { Subject } from '../../../../src/core/subject.ts';
import { NOBODY } from '../../../../src/core/subject.ts';
import type { Found, Privacy, Trace, TreatOrder, TreatOutcome } from '../../../../src/connectors/privacy.ts';
import { hitsIn, redacted } from '../../../../src/core/sensitive-text.ts';
import type { SeveraOptions as SandboxOptions } from '../../../../src/sandbox/severa/options.ts';
import type { SeveraOptions as ConnectorOptions } from '../../../../src/connectors/severa/connector.ts';
import { severaBench } from '../bench.ts';
import type { Bench } from '../bench.ts';

export const privacyScopes = {
  'privacy.read': ['customers:read', 'activities:read', 'projects:read', 'fees:read', 'travels:read', 'hours:read', 'invoices:read', 'users:read', 'settings:read'],
  'privacy.write': ['customers:write', 'customers:delete', 'activities:write', 'activities:delete', 'projects:write', 'projects:delete', 'fees:write', 'travels:write', 'hours:write', 'hours:delete', 'invoices:write'],
};

export const email = 'sanelma.tuomikoski@honkapuu.example';
export const phone = '+358 40 555 0171';
export const spoken = 'Sanelma Tuomikoski';

export interface World extends Omit<Bench, 'contact'> {
  readonly privacy: Privacy;
  readonly ids: Readonly<Record<'customer' | 'contact' | 'colleague' | 'project' | 'call' | 'note' | 'hour' | 'type' | 'user', string>>;
  readonly subject: Subject;
  get(collection: string, guid: string): Readonly<Record<string, unknown>> | null;
  reach(contact: string, type: 'EmailAddress' | 'Phone' | 'MobilePhone', value: string): string;
  contact(firstName: string, lastName: string, more?: Readonly<Record<string, unknown>>): string;
}

export function world(options: { readonly sandbox?: Partial<SandboxOptions>; readonly connector?: Partial<ConnectorOptions> } = {}): World {
  const bench = severaBench({ ...options, connector: { scopes: privacyScopes, ...options.connector } });
  const { model } = bench;
  const put: World['put'] = (collection, row) => bench.put(collection, row);
  const types = new Map(model.state.list('communicationtypes').map((row) => [row['type'], row.guid]));
  const customer = put('customers', { name: 'Honkapuu Oy', notes: 'Laskutus kuun lopussa', email: 'info@honkapuu.example' });
  const reach: World['reach'] = (contact, type, value) =>
    put('contactcommunications', { value, contact: { guid: contact }, communicationType: { guid: types.get(type) }, isForbiddenToUse: false });
  const contact: World['contact'] = (firstName, lastName, more = {}) => put('contactpersons', { firstName, lastName, customer: { guid: customer }, isActive: true, ...more });
  const ours = contact('Sanelma', 'Tuomikoski', { jobTitle: 'Ostopäällikkö', description: 'Lomalla heinäkuun', dateOfBirth: '1981-04-02', salutation: 'Mrs.' });
  reach(ours, 'EmailAddress', email);
  reach(ours, 'MobilePhone', phone);
  const colleague = contact('Ilpo', 'Vuorenmaa', { jobTitle: 'Talouspäällikkö' });
  reach(colleague, 'EmailAddress', 'ilpo.vuorenmaa@honkapuu.example');
  const user = put('users', { firstName: 'Eeva', lastName: 'Konsultti', email: 'eeva@konsultointi.example' });
  const project = put('projects', { name: 'Verkkokauppa', customer: { guid: customer }, projectOwner: { guid: user }, customerContact: { guid: ours }, description: `Yhteyshenkilö ${spoken}, ${phone}` });
  const type = put('activitytypes', { name: 'Puhelu', category: 'SalesEvents' });
  const call = put('activities', { name: 'Puhelu', startDateTime: '2026-02-02T08:00:00Z', activityType: { guid: type }, ownerUser: { guid: user }, customer: { guid: customer }, notes: `Soitto: ${spoken} toivoi tarjousta` });
  for (const guid of [ours, colleague]) put('activityparticipants', { activityGuid: call, participantGuid: guid, type: 'Contact' });
  const note = put('customersalesnotes', { customer: { guid: customer }, user: { guid: user }, note: `Lähetä tarjous osoitteeseen ${email}.` });
  const phase = model.state.list('phases').find((row) => (row['project'] as { guid: string }).guid === project)?.guid;
  const workType = put('worktypes', { name: 'Asiantuntijatyö' });
  const hour = put('workhours', { project: { guid: project }, phase: { guid: phase }, user: { guid: user }, workType: { guid: workType }, eventDate: '2026-02-03', quantity: 2, description: `Palaveri, ${spoken} mukana` });
  return {
    ...bench,
    privacy: bench.connector.privacy as Privacy,
    ids: { customer, contact: ours, colleague, project, call, note, hour, type, user },
    subject: { ...NOBODY, names: [{ first: 'Sanelma', last: 'Tuomikoski' }], emails: [email], phones: [phone], refs: [{ side: 'psa', kind: 'contact', id: ours }] },
    get: (collection, guid) => model.state.get(collection, guid),
    reach,
    contact,
  };
}

/** What a plan makes of sure traces: texts without the person. */
export function ordersOf({ subject, traces }: Found): readonly TreatOrder[] {
  return traces.flatMap((trace): readonly TreatOrder[] => {
    if (trace.treatment === 'manual' || !trace.sure) return [];
    return [{ trace, treatment: trace.treatment, texts: Object.fromEntries(Object.entries(trace.texts).map(([field, text]) => [field, redacted(text, hitsIn(text, subject), 'sure')])) }];
  });
}

export async function forget({ privacy }: World, subject: Subject): Promise<{ readonly found: Found; readonly orders: readonly TreatOrder[]; readonly outcomes: readonly TreatOutcome[]; readonly left: readonly Trace[] }> {
  const found = await privacy.traces(subject);
  const orders = ordersOf(found);
  const outcomes = await privacy.treat(orders);
  return { found, orders, outcomes, left: await privacy.left(found.subject, orders.map(({ trace }) => trace)) };
}

/** Every text of every row that the sandbox holds. */
export function held({ model }: Pick<Bench, 'model'>): string {
  return JSON.stringify(model.state.collections().map((name) => model.state.list(name)));
}

export const words = (outcomes: readonly TreatOutcome[]): readonly string[] => outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.how : outcome.kind === 'moved' ? 'moved' : `${outcome.kind}:${outcome.error.code}`));

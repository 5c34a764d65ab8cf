// What people do with contacts and sales cases in a story, and how each system then shows them. The product runs as it ships:
// all entities, the configured gates, notes left where they are. Everything is read from the systems themselves.
import type { EntityName } from '../../src/core/vocabulary.ts';
import type { Held } from '../../src/core/plan.ts';
import { agreed, entry, LATER_MS, links, story, writesSince } from './act.ts';
import type { SetUp, Stage, StageOptions } from './stage.ts';

export const AS_SHIPPED: SetUp = { entities: ['account', 'contact', 'salesCase'], gates: 'configured', notes: false };

const LONG_AGO_MS = 30 * 86_400_000;
const HUBSPOT_USER = 70;

const sellerIds = new WeakMap<Stage['hubspot'], string>();
const SELLER = { firstName: 'Venla', lastName: 'Virta', email: 'venla.virta@firma.example' };

type Row = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, string | number | null>>;

/** A stage on which everything is carried, with a seller whom both systems know. */
export async function firm(options: Omit<StageOptions, 'store'> = {}): Promise<Stage> {
  const stage = await story({ ...AS_SHIPPED, ...options });
  const at = stage.clock.now() - LONG_AGO_MS;
  stage.severa.state.put('users', { ...SELLER, isActive: true, code: 'VV', userType: 'FullUser' }, at);
  sellerIds.set(stage.hubspot, stage.hubspot.state.putOwner(SELLER, at));
  return stage;
}

/** The same with Koivu Oy known to both systems. */
export async function firmWithAccount(options: Omit<StageOptions, 'store'> = {}): Promise<{ readonly stage: Stage; readonly guid: string; readonly id: string }> {
  const stage = await firm(options);
  return { stage, ...(await agreed(stage)) };
}

/** One cycle, late enough to see everything; what it wrote to the systems. */
export async function nextCycle(stage: Stage, options: Parameters<Stage['cycle']>[0] = {}): Promise<Readonly<Record<string, number>>> {
  const writes = writesSince(stage);
  stage.clock.advance(LATER_MS);
  await stage.cycle(options);
  return writes();
}

interface Reached {
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  readonly mobiles?: readonly string[];
  readonly forbidden?: readonly string[];
}

/** A contact person of Severa. */
export function severaContact(stage: Stage, customerGuid: string, row: Row, { emails = [], phones = [], mobiles = [], forbidden = [] }: Reached = {}): string {
  const { guid } = stage.severa.state.put('contactpersons', { isActive: true, isDeleted: false, customer: { guid: customerGuid }, ...row }, stage.clock.now() - LONG_AGO_MS);
  for (const email of emails) addPoint(stage, guid, 'EmailAddress', email, { isForbidden: forbidden.includes(email), at: stage.clock.now() - LONG_AGO_MS });
  for (const phone of phones) addPoint(stage, guid, 'Phone', phone, { at: stage.clock.now() - LONG_AGO_MS });
  for (const phone of mobiles) addPoint(stage, guid, 'MobilePhone', phone, { at: stage.clock.now() - LONG_AGO_MS });
  return guid;
}

/** A way to reach a contact, added by a person in Severa. Answers the row's guid. */
export function addPoint(stage: Stage, contactGuid: string, type: 'EmailAddress' | 'Phone' | 'MobilePhone', value: string, options: { readonly isForbidden?: boolean; readonly at?: number } = {}): string {
  const communicationType = { guid: entry(stage, 'communicationtypes', 'type', type) };
  return stage.severa.state.put('contactcommunications', { value, isForbiddenToUse: options.isForbidden ?? false, contact: { guid: contactGuid }, communicationType }, options.at ?? stage.clock.now()).guid;
}

/** The row by which a contact of Severa is reached at this address or number. */
export function pointOf(stage: Stage, contactGuid: string, value: string): string {
  const row = stage.severa.state.list('contactcommunications').find((one) => (one['contact'] as { guid: string }).guid === contactGuid && one['value'] === value);
  if (!row) throw new RangeError('no such way to reach the contact');
  return row.guid;
}

/** Every address and number of a contact in Severa, `!` before those that must not be used. */
export function pointsOf(stage: Stage, contactGuid: string): readonly string[] {
  const rows = stage.severa.state.list('contactcommunications').filter((row) => (row['contact'] as { guid: string }).guid === contactGuid);
  return rows.map((row) => `${row['isForbiddenToUse'] === true ? '!' : ''}${String(row['value'])}`).toSorted();
}

export function hubspotContact(stage: Stage, properties: Properties, companyId: string | null, otherIds: readonly string[] = []): string {
  const now = stage.clock.now() - LONG_AGO_MS;
  const id = stage.hubspot.state.put('contacts', properties, { createdAt: now });
  if (companyId !== null) stage.hubspot.state.associate('contacts', id, 'companies', companyId, { now, primary: true });
  for (const other of otherIds) stage.hubspot.state.associate('contacts', id, 'companies', other, { now });
  return id;
}

/** A project of Severa, with an owner and a currency of its own. */
export function project(stage: Stage, customerGuid: string, row: Row, at: number = stage.clock.now() - LONG_AGO_MS): string {
  const projectOwner = { guid: seller(stage) };
  return stage.severa.state.put('projects', { customer: { guid: customerGuid }, projectOwner, isClosed: false, isInternal: false, ...row }, at).guid;
}

export function deal(stage: Stage, properties: Properties, companyId: string | null, linked: { readonly others?: readonly string[]; readonly contacts?: readonly string[] } = {}): string {
  const now = stage.clock.now() - LONG_AGO_MS;
  const id = stage.hubspot.state.put('deals', { dealstage: 'presentationscheduled', hubspot_owner_id: sellerIds.get(stage.hubspot) ?? null, ...properties }, { createdAt: now });
  if (companyId !== null) stage.hubspot.state.associate('deals', id, 'companies', companyId, { now, primary: true });
  for (const other of linked.others ?? []) stage.hubspot.state.associate('deals', id, 'companies', other, { now });
  for (const contact of linked.contacts ?? []) stage.hubspot.state.associate('deals', id, 'contacts', contact, { now });
  return id;
}

/** Guid of the seller, whose name is on every project and deal. */
export function seller(stage: Stage): string {
  return entry(stage, 'users', 'email', SELLER.email);
}

/** Owner id of the seller in HubSpot. */
export function ownerOf(stage: Stage): string {
  return sellerIds.get(stage.hubspot) ?? '';
}

/** A sales status of Severa by its name, as a project's row has it. */
export function status(stage: Stage, name: string): { readonly salesStatus: { readonly salesStatusTypeGuid: string } } {
  return { salesStatus: { salesStatusTypeGuid: entry(stage, 'salesstatustypes', 'name', name) } };
}

/** The name of the sales status that a project has now. */
export function statusOf(stage: Stage, projectGuid: string): unknown {
  const { salesStatusTypeGuid } = inSeveraOf(stage, 'projects', projectGuid)['salesStatus'] as { salesStatusTypeGuid: string };
  return stage.severa.state.get('salesstatustypes', salesStatusTypeGuid)?.['name'];
}

/** A person's edit in Severa: field names without the slash. */
export function editSevera(stage: Stage, collection: string, guid: string, values: Row): void {
  stage.severa.state.edit(collection, guid, Object.fromEntries(Object.entries(values).map(([name, value]) => [`/${name}`, value])), stage.clock.now());
}

export function editHubspot(stage: Stage, type: string, id: string, properties: Properties): void {
  stage.hubspot.state.edit(type, id, properties, { now: stage.clock.now(), userId: HUBSPOT_USER });
}

export function inSeveraOf(stage: Stage, collection: string, guid: string): Row {
  return stage.severa.state.get(collection, guid) ?? {};
}

export function inHubspotOf(stage: Stage, type: string, id: string): Readonly<Record<string, string>> {
  return stage.hubspot.state.get(type, id)?.properties ?? {};
}

/** Everything that waits of one entity, as `side field reason`. */
export async function waiting(stage: Stage, entity: EntityName): Promise<readonly string[]> {
  return (await links(stage, entity)).flatMap(({ held }) => held.map(textOf)).toSorted();
}

function textOf({ side, field, reason }: Pick<Held, 'side' | 'field' | 'reason'>): string {
  return `${side} ${field ?? '*'} ${reason}`;
}

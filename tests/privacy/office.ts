// A firm whose customers' people ask to be forgotten: each with a colleague who has nearly the same name, the same switchboard and a note
// in common, and with traces of the person, in every way of writing, wherever a system has room for words. All of it is invented.
import { inventedPeople } from '../support/invented-people.ts';
import type { InventedPerson } from '../support/invented-people.ts';
import { ENCODINGS } from '../support/encodings.ts';
import { REDACTED } from '../../src/core/sensitive-text.ts';
import { company, customer } from '../scenarios/act.ts';
import { deal, hubspotContact, project, seller, severaContact } from '../scenarios/deeds.ts';
import type { Stage } from '../scenarios/stage.ts';

export interface Subject {
  readonly person: InventedPerson;
  readonly guid: string;
  readonly id: string;
  /** A colleague has the same number: it is nobody's own, and stays. */
  readonly sharesPhone: boolean;
}

export interface Bystander {
  readonly person: InventedPerson;
  readonly guid: string;
  readonly id: string;
  /** A note of their own, and the words of the person in a note that both are tied to. */
  readonly note: string;
  readonly shared: string;
}

export interface Office {
  readonly subjects: readonly Subject[];
  readonly bystanders: readonly Bystander[];
}

/** People per customer. */
const TOGETHER = 10;
/** Of these words nothing may change. */
export const PLAIN = 'Tavattiin keväällä, palataan asiaan syksyllä.';

/** The places of free text that a person is written into. */
const PLACES = ['note', 'call', 'email', 'meeting', 'task', 'salesNote', 'project', 'status', 'fee', 'feeNote', 'travel', 'hour', 'activity', 'customer', 'company', 'deal', 'ownText', 'ticket'] as const;
type PlaceName = (typeof PLACES)[number];

export function makeOffice(stage: Stage, seed: number, count: number): Office {
  const people = inventedPeople(seed, count * 2);
  const subjects: Subject[] = [];
  const bystanders: Bystander[] = [];
  for (let first = 0; first < count; first += TOGETHER) {
    const number = String(1_000_000 + (first / TOGETHER) * 37).slice(0, 7);
    const name = `Tammirinne ${first / TOGETHER + 1} Oy`;
    const at = { guid: customer(stage, { name, number: Number(number), notes: '' }), id: company(stage, { name }) };
    const work = { project: project(stage, at.guid, { name: 'Ylläpito', description: '' }), deal: deal(stage, { dealname: 'Ylläpito', amount: '1000' }, at.id) };
    for (let index = first; index < Math.min(first + TOGETHER, count); index++) {
      const [person, other] = [people[index], people[count + index]] as [InventedPerson, InventedPerson];
      const subject = makeSubject(stage, at, person, index % 2 === 0);
      subjects.push(subject);
      const bystander = makeBystander(stage, at, person, other, subject);
      bystanders.push(bystander);
      writeAbout(stage, { ...at, ...work }, subject, index);
    }
  }
  return { subjects, bystanders };
}

/** With the ids that the systems know the person by. */
function makeSubject(stage: Stage, at: { readonly guid: string; readonly id: string }, invented: InventedPerson, sharesPhone: boolean): Subject {
  const guid = severaContact(stage, at.guid, { guid: invented.psaId, firstName: invented.first, lastName: invented.last, jobTitle: 'Ostaja', description: 'Lomalla heinäkuun' }, { emails: [invented.email], mobiles: [invented.phone] });
  const id = hubspotContact(stage, { firstname: invented.first, lastname: invented.last, email: invented.email, mobilephone: invented.phone, lifecyclestage: 'customer' }, at.id);
  return { person: { ...invented, psaId: guid, crmId: id }, guid, id, sharesPhone };
}

/** Same last name, for every second one the same phone: and yet somebody else. */
function makeBystander(stage: Stage, at: { readonly guid: string; readonly id: string }, person: InventedPerson, other: InventedPerson, subject: Subject): Bystander {
  const names = { firstName: other.first === person.first ? `${other.first}-Maaria` : other.first, lastName: person.last };
  const phone = subject.sharesPhone ? person.phone : other.phone;
  const guid = severaContact(stage, at.guid, { ...names, jobTitle: 'Talouspäällikkö' }, { emails: [other.email], mobiles: [phone] });
  const id = hubspotContact(stage, { firstname: names.firstName, lastname: names.lastName, email: other.email, mobilephone: phone, lifecyclestage: 'customer' }, at.id);
  const note = engagement(stage, 'notes', { hs_note_body: `${names.firstName} ${other.last} lupasi tilata. ${PLAIN}` }, [id]);
  const shared = engagement(stage, 'notes', { hs_note_body: sharedText(person.email) }, [id, subject.id]);
  return { person: { ...other, first: names.firstName, last: names.lastName, phone, psaId: guid, crmId: id }, guid, id, note, shared };
}

const sharedText = (who: string): string => `Palaverissa oli mukana myös ${who}. ${PLAIN}`;
/** What the note in common must say in the end. */
export const SHARED_AFTER = sharedText(REDACTED);

function engagement(stage: Stage, type: string, properties: Readonly<Record<string, string>>, contacts: readonly string[]): string {
  const now = stage.clock.now() - 10 * 86_400_000;
  const id = stage.hubspot.state.put(type, { hs_timestamp: new Date(now).toISOString(), ...properties }, { createdAt: now });
  for (const contact of contacts) stage.hubspot.state.associate(type, id, 'contacts', contact, { now });
  return id;
}

/** Every way of writing, spread over the places; each subject begins elsewhere, so that all meet all. */
function writeAbout(stage: Stage, at: { readonly guid: string; readonly id: string; readonly project: string; readonly deal: string }, subject: Subject, index: number): void {
  const texts = new Map<PlaceName, string[]>(PLACES.map((place) => [place, [PLAIN]]));
  ENCODINGS.forEach((encoding, number) => texts.get(PLACES[(number + index) % PLACES.length] as PlaceName)?.push(`Merkintä: ${encoding.encode(subject.person)} .`));
  const text = (place: PlaceName): string => (texts.get(place) as string[]).join('\n');
  engagement(stage, 'notes', { hs_note_body: text('note') }, [subject.id]);
  engagement(stage, 'calls', { hs_call_title: 'Soitto', hs_call_body: text('call') }, [subject.id]);
  engagement(stage, 'emails', { hs_email_subject: 'Tarjous', hs_email_text: text('email'), hs_email_direction: 'EMAIL' }, [subject.id]);
  engagement(stage, 'meetings', { hs_meeting_title: 'Palaveri', hs_meeting_body: text('meeting') }, [subject.id]);
  engagement(stage, 'tasks', { hs_task_subject: 'Soita', hs_task_body: text('task') }, [subject.id]);
  const now = stage.clock.now() - 9 * 86_400_000;
  const { state } = stage.severa;
  const user = { guid: seller(stage) };
  state.put('customersalesnotes', { customer: { guid: at.guid }, user, note: text('salesNote') }, now);
  const project = { guid: at.project };
  const phase = state.put('phases', { name: 'Työ', project }, now).guid;
  const workType = state.put('worktypes', { name: 'Asiantuntijatyö' }, now).guid;
  state.put('workhours', { project, phase: { guid: phase }, user, workType: { guid: workType }, eventDate: '2026-10-03', quantity: 2, description: text('hour') }, now);
  state.put('projectfees', { project, name: text('fee'), description: text('feeNote'), quantity: 1, unitPrice: { amount: 10, currencyCode: 'EUR' }, eventDate: '2026-10-03', isBillable: true }, now);
  const travel = state.list('travelexpensetypes')[0]?.guid ?? state.put('travelexpensetypes', { name: 'Kilometrikorvaus', expenseClass: 'Mileage' }, now).guid;
  state.put('projecttravelexpenses', { project, phase: { guid: phase }, user, travelExpense: { guid: travel }, quantity: 20, unitPrice: { amount: 1, currencyCode: 'EUR' }, eventDate: '2026-10-03', description: text('travel') }, now);
  const type = state.list('activitytypes')[0]?.guid ?? state.put('activitytypes', { name: 'Palaveri', category: 'SalesEvents' }, now).guid;
  const activity = state.put('activities', { name: 'Palaveri', startDateTime: '2026-10-02T08:00:00Z', activityType: { guid: type }, ownerUser: user, customer: { guid: at.guid }, notes: text('activity') }, now).guid;
  state.put('activityparticipants', { activityGuid: activity, participantGuid: subject.guid, type: 'Contact' }, now);
  append(stage, 'customers', at.guid, 'notes', text('customer'));
  append(stage, 'projects', at.project, 'description', text('project'));
  const status = state.get('projects', at.project)?.['projectStatus'] as { readonly projectStatusTypeGuid: string; readonly description: string | null };
  state.edit('projects', at.project, { '/projectStatus': { projectStatusTypeGuid: status.projectStatusTypeGuid, description: [status.description ?? [], text('status')].flat().join('\n') } }, stage.clock.now());
  appendHubspot(stage, 'companies', at.id, 'description', text('company'));
  appendHubspot(stage, 'deals', at.deal, 'description', text('deal'));
  appendHubspot(stage, 'deals', at.deal, 'closed_lost_reason', text('ownText'));
  const ticket = stage.hubspot.state.put('tickets', { subject: 'Kysymys', content: text('ticket'), hs_pipeline: '0', hs_pipeline_stage: '1' }, { createdAt: now });
  stage.hubspot.state.associate('tickets', ticket, 'contacts', subject.id, { now });
}

function append(stage: Stage, collection: string, guid: string, field: string, text: string): void {
  const before = stage.severa.state.get(collection, guid)?.[field];
  stage.severa.state.edit(collection, guid, { [`/${field}`]: `${typeof before === 'string' ? `${before}\n` : ''}${text}` }, stage.clock.now());
}

function appendHubspot(stage: Stage, type: string, id: string, property: string, text: string): void {
  const before = stage.hubspot.state.get(type, id)?.properties[property] ?? '';
  stage.hubspot.state.edit(type, id, { [property]: before === '' ? text : `${before}\n${text}` }, { now: stage.clock.now(), userId: 70 });
}

import { afterEach, describe, expect, it } from 'vitest';
import type { Trace } from '../../../../src/connectors/privacy.ts';
import { hitsIn } from '../../../../src/core/sensitive-text.ts';
import { NOBODY } from '../../../../src/core/subject.ts';
import { violations } from '../bench.ts';
import { email, forget, held, phone, privacyScopes, spoken, words, world } from './world.ts';
import type { World } from './world.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

const kinds = (traces: readonly Trace[]): readonly string[] => traces.map(({ kind }) => kind);
/** The emptied row keeps its id. */
const namedIn = (text: string, { subject }: World) => hitsIn(text, { ...subject, refs: [] });
const sum = (counts: Readonly<Record<string, number>>): number => Object.entries(counts).reduce((total, [route, count]) => total + (route === 'POST /v1/token' ? 0 : count), 0);
const customerRef = (all: World) => ({ customer: { guid: all.ids.customer } });
const tied = (all: World) => ({ ...all.subject, around: [{ side: 'psa', entity: 'account', id: all.ids.customer }] as const });

describe('what Severa holds of a contact', () => {
  it('is found with what hangs on the person before the person', async () => {
    const all = world();
    const { traces } = await all.privacy.traces(all.subject);
    expect(kinds(traces)).toEqual(['activity', 'participant', 'salesNote', 'text', 'association', 'hour', 'communication', 'communication', 'contact']);
    expect(traces.every(({ sure }) => sure)).toBe(true);
    expect(new Set(traces.map(({ id }) => id)).size).toBe(traces.length);
    expect(traces.find(({ kind }) => kind === 'activity')).toMatchObject({ treatment: 'redact', others: 1, texts: { notes: expect.stringContaining(spoken) as string } });
    expect(traces.find(({ kind }) => kind === 'hour')).toMatchObject({ treatment: 'redact', on: '2026-02-03' });
  });

  it('is the same at every look, and is told in words that an export can show', async () => {
    const all = world();
    const keyword = all.put('keywords', { keyword: 'Avainhenkilö', category: 'Contact' });
    all.put('contactkeywords', { contact: { guid: all.ids.contact }, keyword: { guid: keyword } });
    const [first, second] = [await all.privacy.traces(all.subject), await all.privacy.traces(all.subject)];
    expect(second).toEqual(first);
    expect(first.traces.at(-1)?.content).toMatchObject({ firstName: 'Sanelma', lastName: 'Tuomikoski', jobTitle: 'Ostopäällikkö', dateOfBirth: '1981-04-02', emails: email, phones: phone, keywords: 'Avainhenkilö', customer: 'Honkapuu Oy' });
    expect(first.traces.find(({ kind }) => kind === 'participant')?.content).toMatchObject({ activity: 'Puhelu', name: spoken, email });
  });

  it('is found by an address alone, and tells the rest', async () => {
    const all = world();
    const { subject, traces } = await all.privacy.traces({ ...NOBODY, emails: [` ${email.toUpperCase()}`] });
    expect(subject).toMatchObject({ names: [{ first: 'Sanelma', last: 'Tuomikoski' }], phones: [phone], refs: [{ side: 'psa', kind: 'contact', id: all.ids.contact }], around: [{ side: 'psa', entity: 'account', id: all.ids.customer }] });
    expect(traces).toHaveLength(9);
  });

  it('includes the same person at another customer, and what was found by the address shown there', async () => {
    const all = world();
    const other = all.put('customers', { name: 'Leppälä Oy', notes: 'Soita numeroon 050 555 0188' });
    const twin = all.contact('Sanelma', 'Tuomikoski', { customer: { guid: other } });
    all.reach(twin, 'EmailAddress', email);
    all.reach(twin, 'MobilePhone', '+358505550188');
    const { traces } = await all.privacy.traces(all.subject);
    expect(traces.filter(({ kind }) => kind === 'contact').map(({ id, sure }) => [id, sure])).toEqual([[`contactpersons:${all.ids.contact}`, true], [`contactpersons:${twin}`, true]]);
    expect(traces.find(({ id }) => id === `customers:${other}`)?.texts).toEqual({ notes: 'Soita numeroon 050 555 0188' });
  });

  it('shows a namesake of the same customer without being sure, and nothing more of them', async () => {
    const all = world();
    const namesake = all.contact('Sanelma', 'Tuomikoski');
    all.reach(namesake, 'EmailAddress', 'st@toisaalla.example');
    const { traces, subject } = await all.privacy.traces(tied(all));
    expect(traces.filter(({ sure }) => !sure).map(({ id }) => id)).toEqual([`contactpersons:${namesake}`]);
    expect(subject.emails).toEqual([email]);
  });

  it('takes nobody for the person by a number or a mailbox that colleagues share', async () => {
    const all = world();
    for (const who of [all.ids.contact, all.ids.colleague]) {
      all.reach(who, 'Phone', '+358 9 555 0100');
      all.reach(who, 'EmailAddress', 'osto@honkapuu.example');
    }
    all.put('customersalesnotes', { ...customerRef(all), user: { guid: all.ids.user }, note: 'Tilaukset: osto@honkapuu.example tai 09 555 0100' });
    const { traces, subject } = await all.privacy.traces(all.subject);
    expect(kinds(traces).filter((kind) => kind === 'contact' || kind === 'salesNote')).toEqual(['salesNote', 'contact']);
    expect([subject.emails, subject.phones]).toEqual([[email], [phone]]);
  });

  it('is asked about when an address is of two people', async () => {
    const all = world();
    for (const who of [all.ids.contact, all.ids.colleague]) all.reach(who, 'EmailAddress', 'osto@honkapuu.example');
    const { traces } = await all.privacy.traces({ ...NOBODY, emails: ['osto@honkapuu.example'] });
    expect(traces.map(({ kind, sure }) => [kind, sure])).toEqual([['contact', false], ['contact', false]]);
  });

  it('has an address of its own only when nobody else and not the customer uses it', async () => {
    const all = world();
    const address = (more: object = {}): string => all.put('addresses', { addressline: 'Kotikuja 3', phone, city: 'Oulu', ...customerRef(all), ...more });
    const [headquarters, own, shared, billing] = [address(), address(), address(), address({ isBillingAddress: true })];
    all.model.state.edit('customers', all.ids.customer, { '/headquarterAddress': { guid: headquarters } }, all.clock.now());
    const found = async (guid: string): Promise<readonly string[]> => {
      all.model.state.edit('contactpersons', all.ids.contact, { '/addressGuid': guid }, all.clock.now());
      return (await all.privacy.traces(all.subject)).traces.flatMap(({ kind, id }) => (id === `addresses:${guid}` ? [kind] : []));
    };
    all.model.state.edit('contactpersons', all.ids.colleague, { '/addressGuid': shared }, all.clock.now());
    expect(await found(own)).toEqual(['address']);
    // Its number is the person's all the same.
    for (const guid of [headquarters, shared, billing]) expect(await found(guid)).toEqual(['text']);
  });

  it('shows an invoice with its day, an hour that is locked, and a member of the staff as a person’s to do', async () => {
    const all = world();
    const invoice = all.put('invoices', { date: '2026-01-31', ...customerRef(all), receiverContactName: spoken, projects: [{ guid: all.ids.project }] });
    all.model.state.edit('workhours', all.ids.hour, { '/isApproved': true }, all.clock.now());
    const { traces } = await all.privacy.traces({ ...all.subject, refs: [...all.subject.refs, { side: 'psa', kind: 'user', id: all.ids.user }] });
    expect(traces.find(({ id }) => id === `invoices:${invoice}`)).toMatchObject({ kind: 'invoice', on: '2026-01-31', texts: { receiverContactName: spoken } });
    expect(traces.find(({ kind }) => kind === 'hour')).toMatchObject({ treatment: 'manual', reason: 'locked' });
    expect(traces.find(({ kind }) => kind === 'user')).toMatchObject({ treatment: 'manual', reason: 'staff-by-hand', content: { firstName: 'Eeva' } });
  });

  it('is a user when no contact has the address: the employer’s to remove', async () => {
    const all = world();
    const { traces, subject } = await all.privacy.traces({ ...NOBODY, emails: ['Eeva@konsultointi.example'] });
    expect(traces).toMatchObject([{ id: `users:${all.ids.user}`, kind: 'user', treatment: 'manual', reason: 'staff-by-hand', content: { firstName: 'Eeva', lastName: 'Konsultti' } }]);
    expect(subject.refs).toEqual([{ side: 'psa', kind: 'user', id: all.ids.user }]);
  });

  it('leaves the name of a sole trader’s firm to a person', async () => {
    const all = world();
    all.model.state.edit('customers', all.ids.customer, { '/name': `Tmi ${spoken}`, '/email': email }, all.clock.now());
    const { traces } = await all.privacy.traces(all.subject);
    expect(traces.find(({ id }) => id === `customers:${all.ids.customer}/name`)).toMatchObject({ treatment: 'manual', sure: false, reason: 'company-name' });
    const { outcomes } = await forget(all, all.subject);
    expect(words(outcomes)).not.toContain('rejected');
    expect(all.get('customers', all.ids.customer)).toMatchObject({ name: `Tmi ${spoken}`, email: null });
  });

  it('says what the credential may not look at or change', async () => {
    const readOnly = world({ connector: { scopes: { 'privacy.read': ['customers:read', 'projects:read', 'invoices:read'] } } });
    const { traces } = await readOnly.privacy.traces(readOnly.subject);
    expect(traces.every(({ treatment, reason }) => treatment === 'manual' && reason === 'scope-missing')).toBe(true);
    expect(traces.filter(({ id }) => id.startsWith('scopes:')).map(({ id, content }) => [id, content['scope']])).toEqual([['scopes:activities', 'activities:read'], ['scopes:hours', 'hours:read']]);
  });

  it('shows the notes of the customer also where projects may not be read', async () => {
    const all = world({ connector: { scopes: { 'privacy.read': ['customers:read', 'activities:read', 'invoices:read'] } } });
    const { traces } = await all.privacy.traces(all.subject);
    expect(kinds(traces)).toContain('salesNote');
    expect(traces.map(({ id }) => id)).toContain('scopes:projects');
  });

  it('has no proposals without the add-on, and their words with it', async () => {
    expect(await afterOffering(false)).toEqual([JSON.stringify({ value: `Hei ${spoken}, tässä tarjous` })]);
    expect(await afterOffering(true)).toEqual(['proposals', JSON.stringify({ value: 'Hei [poistettu], tässä tarjous' })]);
  });
});

/** What of proposals was found, and what stands in one afterwards. */
async function afterOffering(proposalsAddon: boolean): Promise<readonly string[]> {
  const all = world({ sandbox: { facts: { proposalsAddon } } });
  all.put('proposals', { name: 'Tarjous', project: { guid: all.ids.project }, freeText1: { value: `Hei ${spoken}, tässä tarjous` } });
  const { found, left } = await forget(all, all.subject);
  expect(left).toEqual([]);
  return [...found.traces.flatMap(({ id }) => (/^(?:proposals|scopes):/.test(id) ? [id.split(':')[0] ?? ''] : [])), JSON.stringify(all.model.state.list('proposals')[0]?.['freeText1'])];
}

describe('forgetting a contact in Severa', () => {
  it.each(['listed', 'readable', 'gone'] as const)('leaves nothing of the person where a deleted contact is %s', async (deletedContacts) => {
    const all = world({ sandbox: { facts: { deletedContacts } } });
    const { outcomes, left } = await forget(all, all.subject);
    expect(words(outcomes)).toEqual(['redacted', 'detached', 'redacted', 'redacted', 'detached', 'redacted', 'deleted', 'deleted', 'anonymised']);
    expect(left).toEqual([]);
    expect(namedIn(held(all), all)).toEqual([]);
    expect(all.get('activities', all.ids.call)?.['notes']).toBe('Soitto: [poistettu] toivoi tarjousta');
    expect(all.get('projects', all.ids.project)).toMatchObject({ customerContact: null, description: 'Yhteyshenkilö [poistettu], [poistettu]' });
  });

  it('changes no byte of anybody else', async () => {
    const all = world();
    const others = (): string => JSON.stringify([all.get('contactpersons', all.ids.colleague), all.get('customers', all.ids.customer), all.model.state.list('users'), all.model.state.list('contactcommunications').filter((row) => (row['contact'] as { guid: string }).guid === all.ids.colleague), all.model.state.list('activityparticipants').filter((row) => row['participantGuid'] === all.ids.colleague)]);
    const before = others();
    await forget(all, all.subject);
    expect(others()).toBe(before);
  });

  it.each([['an ordinary contact', null, 24], ['the one a project is talked over with', 'contact', 27]] as const)('needs few calls from the first look to the check: %s', async (_, role, most) => {
    const all = world();
    // An e-mail address, a phone number, an activity and a note that names them; nothing else.
    for (const [name, field] of [['projects', 'description'], ['workhours', 'description'], ['activities', 'notes']] as const) {
      all.model.state.edit(name, all.model.state.list(name)[0]?.guid ?? '', { [`/${field}`]: 'Ei nimiä' }, all.clock.now());
    }
    all.model.state.edit('projects', all.ids.project, { '/customerContact': role && { guid: all.ids.contact } }, all.clock.now());
    const { left, orders } = await forget(all, all.subject);
    expect([left, orders.length]).toEqual([[], role === null ? 5 : 6]);
    expect(sum(all.calls())).toBeLessThanOrEqual(most);
  });

  it('does nothing a second time', async () => {
    const all = world();
    const { orders, found } = await forget(all, all.subject);
    const stood = held(all);
    expect(words(await all.privacy.treat(orders))).toEqual(['redacted', 'absent', 'redacted', 'redacted', 'detached', 'redacted', 'absent', 'absent', 'anonymised']);
    expect(held(all)).toBe(stood);
    expect((await all.privacy.traces(found.subject)).traces).toEqual([]);
  });

  it('empties the contact where it may not be deleted', async () => {
    const without = { ...privacyScopes, 'privacy.write': privacyScopes['privacy.write'].filter((scope) => scope !== 'customers:delete') };
    const all = world({ connector: { scopes: without } });
    const { outcomes, left } = await forget(all, all.subject);
    expect(words(outcomes).slice(-3)).toEqual(['anonymised', 'anonymised', 'anonymised']);
    expect(left).toEqual([]);
    expect(all.get('contactpersons', all.ids.contact)).toMatchObject({ firstName: 'Deleted', lastName: 'Contact', jobTitle: null, description: null, dateOfBirth: null, isActive: false });
    expect(namedIn(held(all), all)).toEqual([]);
  });

  it('leaves a text alone that changed after it was shown', async () => {
    const all = world();
    const found = await all.privacy.traces(all.subject);
    all.model.state.edit('customersalesnotes', all.ids.note, { '/note': `Uusi: ${spoken}` }, all.clock.now());
    const note = found.traces.filter(({ kind }) => kind === 'salesNote').map((trace) => ({ trace, treatment: 'redact', texts: { note: 'Lähetä tarjous osoitteeseen [poistettu].' } }) as const);
    expect(words(await all.privacy.treat(note))).toEqual(['moved']);
    expect(all.get('customersalesnotes', all.ids.note)?.['note']).toBe(`Uusi: ${spoken}`);
  });

  it('does not take somebody else off a project', async () => {
    const all = world();
    const order = (await all.privacy.traces(all.subject)).traces.filter(({ kind }) => kind === 'association').map((trace) => ({ trace, treatment: 'detach', texts: {} }) as const);
    all.model.state.edit('projects', all.ids.project, { '/customerContact': { guid: all.ids.colleague } }, all.clock.now());
    await all.privacy.treat(order);
    expect(all.get('projects', all.ids.project)?.['customerContact']).toEqual({ guid: all.ids.colleague });
  });

  it('leaves a card that was given to a successor meanwhile as it is, also how the new person is reached', async () => {
    const all = world();
    const found = await all.privacy.traces(all.subject);
    const orders = found.traces.filter(({ kind }) => kind === 'communication' || kind === 'contact').map((trace) => ({ trace, treatment: 'delete', texts: {} }) as const);
    all.model.state.edit('contactpersons', all.ids.contact, { '/firstName': 'Onni', '/lastName': 'Lehto' }, all.clock.now());
    const values = ['onni.lehto@honkapuu.example', '+358 40 555 0999'];
    for (const [at, { trace }] of orders.slice(0, 2).entries()) all.model.state.edit('contactcommunications', trace.id.split(':')[1] ?? '', { '/value': values[at] }, all.clock.now());
    const stood = held(all);
    expect(words(await all.privacy.treat(orders))).toEqual(['rejected:somebody-else', 'rejected:somebody-else', 'rejected:somebody-else']);
    expect(held(all)).toBe(stood);
    expect((await all.privacy.left(found.subject, [])).map(({ id }) => id)).toEqual([]);
    expect((await all.privacy.traces(found.subject)).traces.find(({ kind }) => kind === 'contact')).toMatchObject({ sure: false });
  });

  it('takes with the person what was added to reach them meanwhile', async () => {
    const all = world();
    const person = (await all.privacy.traces(all.subject)).traces.slice(-1).map((trace) => ({ trace, treatment: 'delete', texts: {} }) as const);
    expect(words(await all.privacy.treat(person))).toEqual(['anonymised']);
    expect(namedIn(JSON.stringify(all.model.state.list('contactcommunications')), all)).toEqual([]);
  });

  it('keeps the contact for later when something that hangs on it could not be treated, and says what is unknown', async () => {
    const all = world();
    const found = await all.privacy.traces(all.subject);
    const orders = found.traces.filter(({ kind }) => kind === 'communication' || kind === 'contact').map((trace) => ({ trace, treatment: 'delete', texts: {} }) as const);
    all.model.faults.add({ kind: 'timeout-before', method: 'DELETE', path: '/v1/contactcommunications/' });
    expect(words(await all.privacy.treat(orders))).toEqual(['unknown:no-answer', 'unknown:no-answer', 'failed:waits-for-others']);
    expect(all.get('contactpersons', all.ids.contact)?.['firstName']).toBe('Sanelma');
    all.model.faults.clear();
    expect(words(await all.privacy.treat(orders)).at(-1)).toBe('anonymised');
  });
});

describe('the look for what is left', () => {
  it('shows somebody who came back, and words that came back', async () => {
    const all = world();
    const { orders, found } = await forget(all, all.subject);
    const again = all.contact('Sanelma', 'Tuomikoski');
    all.reach(again, 'EmailAddress', email);
    all.model.state.edit('customersalesnotes', all.ids.note, { '/note': `Soita: ${phone}` }, all.clock.now());
    const left = await all.privacy.left(found.subject, orders.map(({ trace }) => trace));
    expect(left.map(({ kind }) => kind)).toEqual(['salesNote', 'communication', 'contact']);
  });

  it('does not count what an invoice keeps as it was sent, and counts its notes', async () => {
    const all = world();
    const invoice = all.put('invoices', { date: '2026-01-31', ...customerRef(all), receiverContactName: spoken, receiverContactEmail: email, notes: `Soita: ${phone}`, projects: [{ guid: all.ids.project }] });
    const { traces, subject } = await all.privacy.traces(all.subject);
    const trace = traces.filter(({ id }) => id === `invoices:${invoice}`);
    const looked = async (): Promise<readonly string[]> => (await all.privacy.left({ ...subject, refs: [], emails: [] }, trace)).flatMap(({ texts }) => Object.keys(texts));
    expect(await looked()).toEqual(['notes', 'receiverContactEmail']);
    expect(words(await all.privacy.treat(trace.map((one) => ({ trace: one, treatment: 'redact', texts: { notes: 'Soita: [poistettu]', receiverContactEmail: '[poistettu]' } }))))).toEqual(['redacted']);
    expect([await looked(), all.get('invoices', invoice)]).toEqual([[], expect.objectContaining({ receiverContactName: spoken, receiverContactEmail: null, notes: 'Soita: [poistettu]' })]);
  });

  it('does not count a word that only looks like the name', async () => {
    const all = world();
    const { orders, found } = await forget(all, all.subject);
    all.model.state.edit('customersalesnotes', all.ids.note, { '/note': 'Sanelman päivä on marraskuussa' }, all.clock.now());
    expect(await all.privacy.left(found.subject, orders.map(({ trace }) => trace))).toEqual([]);
  });
});

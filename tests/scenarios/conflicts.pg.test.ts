// The same field edited on two sides follows its rule, or waits for a person with everything needed to decide, while the
// rest of the record flows. A person's answer is carried out in the next cycle, if the sides still show what the person saw.
import { describe, expect, it } from 'vitest';
import { agreed, editCompany, editCustomer, editLocal, idle, inHubspot, inSevera, LATER_MS, QUIET, segmentsInSevera, shown, story, withRule, writesSince } from './act.ts';
import type { Stage } from './stage.ts';

async function nextCycle(stage: Stage): Promise<void> {
  stage.clock.advance(LATER_MS);
  await stage.cycle();
}

async function conflictsOf(stage: Stage) {
  return (await stage.store.inbox({ limit: 100 })).conflicts;
}

describe('a rule decides', () => {
  it('an order of sides: the first changed one in it wins, and the loser is journalled', async () => {
    const stage = await story({ change: withRule('notes', { onConflict: ['psa', 'crm', 'local'] }) });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCompany(stage, id, { description: 'HubSpotista' });
    stage.clock.advance(1_000);
    editCustomer(stage, guid, { notes: 'Severasta' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'notes')).toEqual({ psa: 'Severasta', crm: 'Severasta', local: 'Severasta' });
    expect(inHubspot(stage, id)['description']).toBe('Severasta');
    const lost = (await stage.store.journal({ limit: 100 })).filter((entry) => entry.action === 'overwrite' && entry.fields.includes('notes'));
    expect(lost).toMatchObject([{ side: 'crm', reason: 'order', linkId }]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('a side of the order that did not change has no say', async () => {
    const stage = await story({ change: withRule('notes', { onConflict: ['local', 'psa', 'crm'] }) });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCompany(stage, id, { description: 'HubSpotista' });
    editCustomer(stage, guid, { notes: 'Severasta' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'notes')).toEqual({ psa: 'Severasta', crm: 'Severasta', local: 'Severasta' });
  });

  it('newest: the record that was changed last wins', async () => {
    const stage = await story({ change: withRule('notes', { onConflict: 'newest' }) });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: 'Severasta, ensin' });
    stage.clock.advance(30_000);
    editCompany(stage, id, { description: 'HubSpotista, myöhemmin' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'notes')).toMatchObject({ psa: 'HubSpotista, myöhemmin', local: 'HubSpotista, myöhemmin' });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('fill-blank: a value beats a clear, and two values wait for a person', async () => {
    const stage = await story({ change: withRule('notes', { onConflict: 'fill-blank' }) });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: null });
    editCompany(stage, id, { description: 'uusi' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'notes')).toEqual({ psa: 'uusi', crm: 'uusi', local: 'uusi' });
    editCustomer(stage, guid, { notes: 'yksi' });
    editCompany(stage, id, { description: 'kaksi' });
    await nextCycle(stage);
    expect(await conflictsOf(stage)).toMatchObject([{ field: 'notes', values: { psa: 'yksi', crm: 'kaksi', local: 'uusi' } }]);
  });

  it('restrictive: sync tightens, and a person loosens', async () => {
    const stage = await story({ change: withRule('active', { onConflict: 'restrictive' }) });
    const { guid, id, linkId } = await agreed(stage, { isActive: false });
    editCompany(stage, id, { sauma_active: 'true' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'active')).toEqual({ psa: true, crm: true, local: true });
    editCustomer(stage, guid, { isActive: false });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'active')).toMatchObject({ psa: false, crm: true });
    expect(await conflictsOf(stage)).toMatchObject([{ field: 'active' }]);
  });

  it('equal edits on both sides are no conflict and no write', async () => {
    const stage = await story({ change: withRule('notes', { onConflict: 'ask' }) });
    const { guid, id } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: 'sama' });
    editCompany(stage, id, { description: 'sama' });
    const writes = writesSince(stage);
    await nextCycle(stage);
    expect(writes()).toEqual({});
    expect(await conflictsOf(stage)).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('three sides with three values follow the order too', async () => {
    const stage = await story({ change: withRule('notes', { onConflict: ['local', 'crm', 'psa'] }) });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: 'Severasta' });
    editCompany(stage, id, { description: 'HubSpotista' });
    await editLocal(stage, linkId, { notes: 'meiltä' });
    await nextCycle(stage);
    expect([inSevera(stage, guid)['notes'], inHubspot(stage, id)['description']]).toEqual(['meiltä', 'meiltä']);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

/** Names that disagree, with the time of either edit, and an edit of another field on each side. */
async function disputed() {
  const stage = await story();
  const { guid, id, linkId } = await agreed(stage);
  editCustomer(stage, guid, { name: 'Koivu Konsultit Oy', notes: 'Severasta' });
  const psaAt = new Date(stage.clock.now()).toISOString();
  stage.clock.advance(5_000);
  editCompany(stage, id, { name: 'Koivu Group Oy', numberofemployees: 30 });
  const crmAt = new Date(stage.clock.now()).toISOString();
  await nextCycle(stage);
  return { stage, guid, id, linkId, psaAt, crmAt };
}

describe('a person decides', () => {
  it('sees the base, both values, who and when, and what is offered, while other fields of the record flow', async () => {
    const { stage, guid, id, psaAt, crmAt } = await disputed();
    const [user] = stage.severa.state.list('users');
    expect(await conflictsOf(stage)).toMatchObject([
      {
        field: 'name',
        base: { psa: 'Koivu Oy', crm: 'Koivu Oy', local: 'Koivu Oy' },
        values: { psa: 'Koivu Konsultit Oy', crm: 'Koivu Group Oy', local: 'Koivu Oy' },
        authors: { psa: { by: `${String(user?.['firstName'])} ${String(user?.['lastName'])}`, at: psaAt }, crm: { by: 'user #70', at: crmAt } },
        suggestion: 'crm',
      },
    ]);
    expect(inSevera(stage, guid)).toMatchObject({ name: 'Koivu Konsultit Oy', numberOfEmployees: 30 });
    expect(inHubspot(stage, id)).toMatchObject({ name: 'Koivu Group Oy', description: 'Severasta' });
  });

  it('is not asked twice, and nothing of the field is written while it waits', async () => {
    const { stage } = await disputed();
    const [before] = await conflictsOf(stage);
    expect(await idle(stage, 3)).toEqual(QUIET);
    expect(await conflictsOf(stage)).toEqual([before]);
  });

  it('keeps the question, and its base and authors, while other fields of the record are edited', async () => {
    const { stage, guid } = await disputed();
    const [before] = await conflictsOf(stage);
    editCustomer(stage, guid, { notes: 'toinen' });
    await nextCycle(stage);
    const [after] = await conflictsOf(stage);
    expect(after).toMatchObject({ id: before?.id, base: before?.base, values: before?.values, authors: before?.authors, since: before?.since });
  });

  it('chooses a side, and its value is everywhere after the next cycle', async () => {
    const { stage, guid, id, linkId } = await disputed();
    const [conflict] = await conflictsOf(stage);
    expect(await stage.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'psa', by: 'Milla' })).toBe(true);
    await nextCycle(stage);
    expect([inSevera(stage, guid)['name'], inHubspot(stage, id)['name']]).toEqual(['Koivu Konsultit Oy', 'Koivu Konsultit Oy']);
    expect(await shown(stage, linkId, 'name')).toMatchObject({ local: 'Koivu Konsultit Oy' });
    expect(await conflictsOf(stage)).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('may choose the old value, which is then written back to both', async () => {
    const { stage, guid, id } = await disputed();
    const [conflict] = await conflictsOf(stage);
    await stage.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'local', by: 'Milla' });
    await nextCycle(stage);
    expect([inSevera(stage, guid)['name'], inHubspot(stage, id)['name']]).toEqual(['Koivu Oy', 'Koivu Oy']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('is asked again when a side has changed since the answer: the answer is not applied to a value nobody saw', async () => {
    const { stage, guid, id } = await disputed();
    const [conflict] = await conflictsOf(stage);
    await stage.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'psa', by: 'Milla' });
    editCompany(stage, id, { name: 'Aivan uusi nimi Oy' });
    await nextCycle(stage);
    expect([inSevera(stage, guid)['name'], inHubspot(stage, id)['name']]).toEqual(['Koivu Konsultit Oy', 'Aivan uusi nimi Oy']);
    const [again, ...more] = await conflictsOf(stage);
    expect(more).toEqual([]);
    expect(again).toMatchObject({ field: 'name', values: { psa: 'Koivu Konsultit Oy', crm: 'Aivan uusi nimi Oy', local: 'Koivu Oy' } });
    expect(again?.id).not.toBe(conflict?.id);
  });

  it('is not asked any more when somebody settled it in the systems', async () => {
    const { stage, guid, linkId } = await disputed();
    editCustomer(stage, guid, { name: 'Koivu Group Oy' });
    await nextCycle(stage);
    expect(await conflictsOf(stage)).toEqual([]);
    expect(await shown(stage, linkId, 'name')).toEqual({ psa: 'Koivu Group Oy', crm: 'Koivu Group Oy', local: 'Koivu Group Oy' });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('cannot answer a question that is closed', async () => {
    const { stage, guid } = await disputed();
    const [conflict] = await conflictsOf(stage);
    editCustomer(stage, guid, { name: 'Koivu Group Oy' });
    await nextCycle(stage);
    expect(await stage.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'psa', by: 'Milla' })).toBe(false);
  });

  it('answers one of two questions about a record, and the other one goes on waiting', async () => {
    const stage = await story({ change: (engine) => withRule('website', { onConflict: 'ask' })(withRule('notes', { onConflict: 'ask' })(engine)) });
    const { guid, id } = await agreed(stage);
    editCustomer(stage, guid, { notes: 'a', website: 'a.example' });
    editCompany(stage, id, { description: 'b', website: 'b.example' });
    await nextCycle(stage);
    const open = await conflictsOf(stage);
    expect(open.map(({ field }) => field).toSorted()).toEqual(['notes', 'website']);
    await stage.store.answer({ kind: 'conflict', id: open.find(({ field }) => field === 'notes')?.id ?? '', side: 'crm', by: 'Milla' });
    await nextCycle(stage);
    expect(inSevera(stage, guid)).toMatchObject({ notes: 'b', website: 'a.example' });
    expect(inHubspot(stage, id)).toMatchObject({ description: 'b', website: 'b.example' });
    expect((await conflictsOf(stage)).map(({ field }) => field)).toEqual(['website']);
  });

  it('is not asked any more when one side takes its edit back: the other edit then flows', async () => {
    const { stage, guid, id } = await disputed();
    editCustomer(stage, guid, { name: 'Koivu Oy' });
    await nextCycle(stage);
    expect(await conflictsOf(stage)).toEqual([]);
    expect([inSevera(stage, guid)['name'], inHubspot(stage, id)['name']]).toEqual(['Koivu Group Oy', 'Koivu Group Oy']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('sees a third value too when our own record is edited while the question is open', async () => {
    const { stage, guid, id, linkId } = await disputed();
    await editLocal(stage, linkId, { name: 'Kolmas nimi Oy' });
    await nextCycle(stage);
    const [conflict, ...more] = await conflictsOf(stage);
    expect(more).toEqual([]);
    expect(conflict).toMatchObject({ values: { psa: 'Koivu Konsultit Oy', crm: 'Koivu Group Oy', local: 'Kolmas nimi Oy' }, authors: { local: { by: 'Milla Myyjä' } } });
    await stage.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'local', by: 'Milla' });
    await nextCycle(stage);
    expect([inSevera(stage, guid)['name'], inHubspot(stage, id)['name']]).toEqual(['Kolmas nimi Oy', 'Kolmas nimi Oy']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('a clear against an edit is a question like any other, and a clear can be chosen', async () => {
    const stage = await story({ change: withRule('notes', { onConflict: 'ask' }) });
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: null });
    editCompany(stage, id, { description: 'uusi' });
    await nextCycle(stage);
    const [conflict] = await conflictsOf(stage);
    expect(conflict).toMatchObject({ base: { psa: 'alku', crm: 'alku' }, values: { psa: null, crm: 'uusi', local: 'alku' } });
    await stage.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'psa', by: 'Milla' });
    await nextCycle(stage);
    expect(await shown(stage, linkId, 'notes')).toEqual({ psa: null, crm: null, local: null });
    expect(inHubspot(stage, id)['description'] ?? '').toBe('');
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('an answer is carried out even though the write fails at first', async () => {
    const { stage, guid, id } = await disputed();
    const [conflict] = await conflictsOf(stage);
    await stage.store.answer({ kind: 'conflict', id: conflict?.id ?? '', side: 'psa', by: 'Milla' });
    stage.hubspot.faults.add({ kind: 'status-503', method: 'POST', path: /batch\/update/ });
    await nextCycle(stage);
    expect(inHubspot(stage, id)['name']).toBe('Koivu Group Oy');
    stage.hubspot.faults.clear();
    await nextCycle(stage);
    expect([inSevera(stage, guid)['name'], inHubspot(stage, id)['name']]).toEqual(['Koivu Konsultit Oy', 'Koivu Konsultit Oy']);
    expect(await conflictsOf(stage)).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('a segment added on one side while another is removed on the other asks nobody', async () => {
    const stage = await story({ change: withRule('segments', { onConflict: 'ask' }) });
    const { guid, id } = await agreed(stage);
    const [first, second] = stage.severa.state.list('marketsegments').map((row) => row.guid) as [string, string];
    editCompany(stage, id, { sauma_segments: first });
    await nextCycle(stage);
    stage.severa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: second } }, stage.clock.now());
    editCompany(stage, id, { sauma_segments: '' });
    stage.clock.advance(LATER_MS);
    await stage.cycle({ sweep: true });
    expect(await conflictsOf(stage)).toEqual([]);
    expect(segmentsInSevera(stage, guid)).toEqual([second]);
    expect(inHubspot(stage, id)['sauma_segments']).toBe(second);
    expect(await idle(stage)).toEqual(QUIET);
  });
});

// Looking before leaping: a dry run and the preview of a first backfill show every change and make none, anywhere; and a
// mass change halts until a person says yes.
import { describe, expect, it } from 'vitest';
import { agreed, company, customer, editCompany, editCustomer, idle, inHubspot, inSevera, LATER_MS, links, QUIET, shown, story, writesSince } from './act.ts';
import type { Stage } from './stage.ts';

/** Every call that either system carried out and that was no read, set-up included. */
function changesSoFar(stage: Stage): readonly [string, number][] {
  const all = [...stage.severa.calls, ...stage.hubspot.calls];
  return all.filter(([route]) => !route.startsWith('GET ') && !route.includes('token') && !/\/(?:search|read)\b/u.test(route)).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function contents(stage: Stage): unknown {
  return [stage.severa.state.list('customers'), stage.severa.state.list('addresses'), stage.hubspot.state.list('companies')];
}

async function kept(stage: Stage): Promise<unknown> {
  return (await links(stage)).map(({ sides, intents, held }) => ({ bases: Object.values(sides).map(({ side, base }) => [side, base]), local: sides.local?.fields, intents, held }));
}

describe('a dry run', () => {
  it('shows the differences field by field and changes nothing in the systems, in bases, intents or our own records', async () => {
    const stage = await story();
    const { guid, id, linkId } = await agreed(stage, { notes: 'alku' });
    editCustomer(stage, guid, { notes: 'loppu', numberOfEmployees: 3 });
    editCompany(stage, id, { website: 'https://koivu.example' });
    const before = [changesSoFar(stage), contents(stage), await kept(stage)];
    stage.clock.advance(LATER_MS);
    const { cycles, run } = await stage.cycle({ dryRun: true });
    expect([changesSoFar(stage), contents(stage), await kept(stage)]).toEqual(before);
    expect(run).toMatchObject({ kind: 'dry-run', state: 'done' });
    const differences = [...(cycles[0]?.counted.differences ?? [])].toSorted((a, b) => (a.side < b.side ? -1 : 1));
    expect(differences).toEqual([
      { linkId, side: 'crm', kind: 'update', before: { notes: 'alku', employees: null }, after: { notes: 'loppu', employees: 3 } },
      { linkId, side: 'local', kind: 'update', before: { notes: 'alku', employees: null, website: null }, after: { notes: 'loppu', employees: 3, website: 'https://koivu.example' } },
      { linkId, side: 'psa', kind: 'update', before: { website: null }, after: { website: 'https://koivu.example' } },
    ]);
    expect(cycles[0]?.counted.totals).toMatchObject({ links: 1, updated: { psa: 1, crm: 1, local: 1 }, created: { psa: 0, crm: 0, local: 0 } });
  });

  it('takes nothing away from the next cycle, which does exactly what was shown', async () => {
    const stage = await story();
    const { guid, id, linkId } = await agreed(stage);
    editCustomer(stage, guid, { notes: 'loppu' });
    stage.clock.advance(LATER_MS);
    await stage.cycle({ dryRun: true });
    await stage.cycle({ dryRun: true });
    const writes = writesSince(stage);
    await stage.cycle();
    expect(writes()).toEqual({ 'POST /crm/objects/2026-09/{objectType}/batch/update companies': 1 });
    expect(inHubspot(stage, id)['description']).toBe('loppu');
    expect(await shown(stage, linkId, 'notes')).toMatchObject({ local: 'loppu' });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('of a first backfill sets nothing up and makes nothing, on either side and of our own', async () => {
    const stage = await story({ accounts: 8 });
    const before = contents(stage);
    const { cycles } = await stage.cycle({ dryRun: true });
    expect(contents(stage)).toEqual(before);
    expect(changesSoFar(stage)).toEqual([]);
    expect(cycles[0]?.prepared.get('crm')).toContain('property group sauma');
    for (const link of await links(stage)) expect([link.sides.local, link.intents, link.held, ...Object.values(link.sides).map(({ base }) => base)]).toEqual([undefined, [], [], ...Object.values(link.sides).map(() => ({}))]);
  });
});

describe('the first backfill', () => {
  it('brings after its yes also what had no place in HubSpot when it was previewed', async () => {
    const stage = await story();
    const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501114-4', paymentTerm: 21 });
    const id = company(stage, { name: 'Koivu Oy', business_id: '2501114-4' });
    await stage.cycle({ approved: false });
    stage.clock.advance(LATER_MS);
    await stage.cycle({ approved: true });
    expect(inHubspot(stage, id)).toMatchObject({ sauma_payment_term: '21', sauma_number: String(inSevera(stage, guid)['number']) });
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('waits for a yes after its preview: nothing is written anywhere, however often it is looked at', async () => {
    const stage = await story({ accounts: 8 });
    const before = contents(stage);
    for (let look = 0; look < 2; look++) {
      const { cycles, run } = await stage.cycle({ approved: false });
      expect(run).toMatchObject({ kind: 'backfill', state: 'halted' });
      expect(cycles[0]?.waiting).toMatchObject({ reason: 'preview' });
      stage.clock.advance(LATER_MS);
    }
    expect(contents(stage)).toEqual(before);
    expect(changesSoFar(stage)).toEqual([]);
    for (const link of await links(stage)) expect(link.sides.local).toBeUndefined();
  });

  it('makes what the preview counted once a person says yes, and needs no second yes', async () => {
    const stage = await story({ accounts: 8 });
    const { cycles } = await stage.cycle({ approved: false });
    const foretold = cycles[0]?.counted.totals;
    const sizes = [stage.severa.state.list('customers').length, stage.hubspot.state.list('companies').length] as const;
    await stage.cycle({ approved: true });
    expect(stage.severa.state.list('customers').length - sizes[0]).toBe(foretold?.created.psa);
    expect(stage.hubspot.state.list('companies').length - sizes[1]).toBe(foretold?.created.crm);
    stage.clock.advance(LATER_MS);
    expect((await stage.cycle({ approved: false })).cycles[0]).toMatchObject({ kind: 'cycle', waiting: null });
  });
});

async function tenLinks() {
  const stage = await story({ change: (engine) => ({ ...engine, limits: { ...engine.limits, guard: { ...engine.limits.guard, updates: { share: 0.2, atLeast: 1 } } } }) });
  const pairs = Array.from({ length: 10 }, (_, index) => {
    const guid = customer(stage, { name: `Yritys ${index} Oy`, website: `https://yritys${index}.example` });
    return { guid, id: company(stage, { name: `Yritys ${index} Oy`, domain: `yritys${index}.example` }) };
  });
  await stage.cycle();
  await idle(stage, 1);
  return { stage, pairs };
}

describe('a mass change', () => {
  it('of more than a fifth of the linked records halts, says how many, and writes nothing until it is approved', async () => {
    const { stage, pairs } = await tenLinks();
    for (const { guid } of pairs.slice(0, 3)) editCustomer(stage, guid, { notes: 'vahingossa' });
    stage.clock.advance(LATER_MS);
    const before = changesSoFar(stage);
    const { cycles, run } = await stage.cycle({ approved: false });
    expect(run.state).toBe('halted');
    expect(cycles[0]?.waiting).toEqual({ reason: 'guard', verdicts: ['crm', 'local'].map((side) => ({ side, change: 'updates', planned: 3, done: 0, limit: 2, isApproved: false })) });
    await stage.cycle({ approved: false });
    expect(changesSoFar(stage)).toEqual(before);
    await stage.cycle({ approved: true });
    expect(pairs.slice(0, 3).map(({ id }) => inHubspot(stage, id)['description'])).toEqual(['vahingossa', 'vahingossa', 'vahingossa']);
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('that is taken back before anybody approves it is over', async () => {
    const { stage, pairs } = await tenLinks();
    for (const { guid } of pairs) editCustomer(stage, guid, { notes: 'vahingossa' });
    stage.clock.advance(LATER_MS);
    await stage.cycle({ approved: false });
    for (const { guid } of pairs) editCustomer(stage, guid, { notes: null });
    stage.clock.advance(LATER_MS);
    const before = changesSoFar(stage);
    expect((await stage.cycle({ approved: false })).run.state).toBe('done');
    expect(changesSoFar(stage)).toEqual(before);
  });

  it('of a fifth passes without a question', async () => {
    const { stage, pairs } = await tenLinks();
    for (const { guid } of pairs.slice(0, 2)) editCustomer(stage, guid, { notes: 'tarkoituksella' });
    stage.clock.advance(LATER_MS);
    expect((await stage.cycle({ approved: false })).run.state).toBe('done');
    expect(pairs.slice(0, 2).map(({ id }) => inHubspot(stage, id)['description'])).toEqual(['tarkoituksella', 'tarkoituksella']);
    expect(inSevera(stage, pairs[5]!.guid)['notes'] ?? null).toBeNull();
  });
});

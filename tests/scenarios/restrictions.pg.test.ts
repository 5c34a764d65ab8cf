// A person whose processing is restricted: what the systems show goes on being read, nothing is written about them anywhere, nobody edits
// them, and once the restriction is lifted all of it goes through. And a person whom nobody has named a ground for.
import { describe, expect, it } from 'vitest';
import { editRecord } from '../../src/engine/edit.ts';
import { ANY_VERSION } from '../../src/engine/record-version.ts';
import { undo } from '../../src/engine/undo.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { createPersonPorts } from '../../src/store/postgres/persons.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import type { Restrictions } from '../../src/store/restrictions.ts';
import { freshDatabase } from '../support/database.ts';
import { KEYS } from '../support/keys.ts';
import { company, customer, idle, linkOf, QUIET, shown } from './act.ts';
import { addPoint, AS_SHIPPED, editHubspot, editSevera, hubspotContact, inHubspotOf, inSeveraOf, nextCycle, pointsOf, severaContact, waiting } from './deeds.ts';
import { openStage } from './stage.ts';
import type { SetUp, Stage } from './stage.ts';

interface Known {
  readonly stage: Stage;
  readonly restrictions: Restrictions;
  /** Of Koivu Oy. */
  readonly guid: string;
  readonly companyId: string;
  readonly again: (setUp: SetUp) => Stage;
}

/** Koivu Oy in both systems, with restrictions in force. */
async function known(setUp: SetUp = {}): Promise<Known> {
  const database = await freshDatabase<Tables>();
  let restrictions: Restrictions | null = null;
  const first = await openStage({
    ...AS_SHIPPED,
    store: ({ clock, newId }) => {
      const parts = { ...KEYS, database, workspace: 'main', clock, newId };
      restrictions = createPersonPorts(parts).restrictions;
      return Promise.resolve(createPostgresStore(parts));
    },
  });
  const kept = restrictions as unknown as Restrictions;
  const again = (given: SetUp): Stage => first.restart({ ...AS_SHIPPED, ...given, change: (engine) => ({ ...(given.change?.(engine) ?? engine), restrictions: kept }) });
  const stage = again(setUp);
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  const companyId = company(stage, { name: 'Koivu Oy', business_id: '2501118-7', lifecyclestage: 'customer' });
  await nextCycle(stage, { sweep: true });
  return { stage, restrictions: kept, guid, companyId, again };
}

async function withAino(): Promise<Known & { readonly contact: string; readonly id: string; readonly linkId: string }> {
  const firm = await known();
  const { stage, guid, companyId } = firm;
  const contact = severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki', jobTitle: 'Talousjohtaja' }, { emails: ['aino@koivu.example'] });
  const id = hubspotContact(stage, { firstname: 'Aino', lastname: 'Mäki', email: 'aino@koivu.example', jobtitle: 'Talousjohtaja' }, companyId);
  await nextCycle(stage, { sweep: true });
  const link = await linkOf(stage, 'psa', contact, 'contact');
  expect(link.sides.crm?.id).toBe(id);
  return { ...firm, contact, id, linkId: link.id };
}

const restrict = ({ restrictions, stage }: Pick<Known, 'restrictions' | 'stage'>, linkId: string): Promise<boolean> => restrictions.restrict({ id: 'r1', linkId, reason: 'the data is disputed', by: 'officer@example.fi', at: toInstant(stage.clock.now()) });
const lift = ({ restrictions, stage }: Pick<Known, 'restrictions' | 'stage'>, linkId: string): Promise<boolean> => restrictions.lift({ linkId, reason: 'the data is right', by: 'officer@example.fi', at: toInstant(stage.clock.now()) });

describe('a person whose processing is restricted', () => {
  it('is read on and written nowhere; what waits goes through once it is lifted, and nothing is lost', async () => {
    const all = await withAino();
    const { stage, contact, id, linkId } = all;
    expect(await restrict(all, linkId)).toBe(true);
    editHubspot(stage, 'contacts', id, { jobtitle: 'Toimitusjohtaja' });
    addPoint(stage, contact, 'MobilePhone', '+358 40 123 4567');
    expect(await nextCycle(stage, { sweep: true })).toEqual({});
    expect(await shown(stage, linkId, 'jobTitle', 'contact')).toEqual({ psa: 'Talousjohtaja', crm: 'Toimitusjohtaja', local: 'Toimitusjohtaja' });
    expect(await waiting(stage, 'contact')).toEqual(expect.arrayContaining(['psa jobTitle restricted', 'crm phones restricted']));
    expect(await idle(stage)).toEqual(QUIET);
    expect(await lift(all, linkId)).toBe(true);
    await nextCycle(stage);
    expect(inSeveraOf(stage, 'contactpersons', contact)).toMatchObject({ jobTitle: 'Toimitusjohtaja' });
    expect(inHubspotOf(stage, 'contacts', id)['mobilephone']).toBe('+358401234567');
    expect(await waiting(stage, 'contact')).toEqual([]);
    expect(await idle(stage)).toEqual(QUIET);
    expect(pointsOf(stage, contact)).toEqual(['+358 40 123 4567', 'aino@koivu.example']);
  });

  it('is edited by nobody', async () => {
    const all = await withAino();
    const { stage, linkId } = all;
    await restrict(all, linkId);
    const edit = { entity: 'contact', linkId, typed: { jobTitle: 'Päällikkö' }, consent: null, version: ANY_VERSION, by: 'sales@example.fi' };
    expect(await editRecord(stage.engine, edit)).toEqual({ kind: 'restricted' });
    await lift(all, linkId);
    expect(await editRecord(stage.engine, edit)).toEqual({ kind: 'done' });
  });

  it('is made in no other system', async () => {
    const all = await known();
    const { stage, companyId } = all;
    const id = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', lifecyclestage: 'lead' }, companyId);
    await nextCycle(stage, { sweep: true });
    const { id: linkId } = await linkOf(stage, 'crm', id, 'contact');
    expect(await restrict(all, linkId)).toBe(true);
    editHubspot(stage, 'contacts', id, { lifecyclestage: 'customer' });
    await nextCycle(stage);
    expect(stage.severa.state.list('contactpersons')).toEqual([]);
    expect((await linkOf(stage, 'crm', id, 'contact')).held).toMatchObject([{ side: 'psa', field: null, reason: 'restricted' }]);
    await lift(all, linkId);
    await nextCycle(stage);
    expect(stage.severa.state.list('contactpersons')).toMatchObject([{ lastName: 'Salo' }]);
  });

  it('is not taken out of use elsewhere because one system has lost the record', async () => {
    const all = await withAino();
    const stage = all.again({ change: (engine) => ({ ...engine, deletes: new Map([['contact', { psa: 'archive' as const, crm: 'archive' as const }]]) }) });
    await restrict(all, all.linkId);
    stage.hubspot.state.archive('contacts', all.id, stage.clock.now());
    await nextCycle(stage, { sweep: true });
    await nextCycle(stage, { sweep: true });
    await nextCycle(stage, { sweep: true });
    expect(inSeveraOf(stage, 'contactpersons', all.contact)).toMatchObject({ isActive: true });
    expect(await waiting(stage, 'contact')).toContain('psa * restricted');
  });

  it('is left as it is when a run is taken back', async () => {
    const all = await withAino();
    const { stage, contact, id, linkId } = all;
    editHubspot(stage, 'contacts', id, { jobtitle: 'Toimitusjohtaja' });
    stage.clock.advance(120_000);
    const { run } = await stage.cycle();
    await restrict(all, linkId);
    const undone = await undo(stage.engine, run?.id ?? '', { dryRun: false });
    expect(undone.left).toContainEqual(expect.objectContaining({ linkId, side: 'psa', reason: 'restricted' }));
    expect(inSeveraOf(stage, 'contactpersons', contact)).toMatchObject({ jobTitle: 'Toimitusjohtaja' });
  });
});

const required = (defaults: { readonly psa: string; readonly crm: string }): SetUp => ({ change: (engine) => ({ ...engine, legalBasis: { required: true, defaults } }) });

describe('a person without a legal basis', () => {
  it('is made in no other system as long as one is required, and comes when one is recorded', async () => {
    const { stage, companyId } = await known(required({ psa: '', crm: '' }));
    const id = hubspotContact(stage, { firstname: 'Onni', lastname: 'Salo', lifecyclestage: 'customer' }, companyId);
    await nextCycle(stage, { sweep: true });
    expect(stage.severa.state.list('contactpersons')).toEqual([]);
    expect((await linkOf(stage, 'crm', id, 'contact')).held).toMatchObject([{ side: 'psa', field: null, reason: 'no-legal-basis' }]);
    expect(await idle(stage)).toEqual(QUIET);
    editHubspot(stage, 'contacts', id, { hs_legal_basis: 'Performance of a contract' });
    await nextCycle(stage);
    expect(stage.severa.state.list('contactpersons')).toMatchObject([{ lastName: 'Salo' }]);
  });

  it('whom a system has by the ground that the settings give it, is made in the other', async () => {
    const { stage, guid } = await known(required({ psa: 'Performance of a contract', crm: '' }));
    severaContact(stage, guid, { firstName: 'Aino', lastName: 'Mäki' });
    await nextCycle(stage, { sweep: true });
    expect(stage.hubspot.state.list('contacts')).toMatchObject([{ properties: { lastname: 'Mäki' } }]);
  });

  it('that both systems have already is kept the same', async () => {
    const { again, ...all } = await withAino();
    const stage = again(required({ psa: '', crm: '' }));
    editSevera(stage, 'contactpersons', all.contact, { jobTitle: 'Toimitusjohtaja' });
    await nextCycle(stage);
    expect(inHubspotOf(stage, 'contacts', all.id)['jobtitle']).toBe('Toimitusjohtaja');
  });
});

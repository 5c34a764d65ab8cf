// One connection is enough: with a PSA and no CRM, or a CRM and no PSA, our own CRM is the other side.
import { describe, expect, it } from 'vitest';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { DeletePolicy } from '../../src/engine/context.ts';
import { company, customer, editCompany, editCustomer, editLocal, idle, inHubspot, inSevera, linkOf, QUIET, shown, story } from './act.ts';
import { settle, writesOf } from './outcome.ts';
import type { Stage } from './stage.ts';

interface OneSystem {
  readonly side: RemoteSide;
  readonly add: (stage: Stage) => string;
  readonly edit: (stage: Stage, id: string, text: string) => void;
  readonly shows: (stage: Stage, id: string) => unknown;
  readonly remove: (stage: Stage, id: string) => void;
}

const SYSTEMS: readonly OneSystem[] = [
  {
    side: 'psa',
    add: (stage) => customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7', notes: 'alku' }),
    edit: (stage, guid, notes) => editCustomer(stage, guid, { notes }),
    shows: (stage, guid) => inSevera(stage, guid)['notes'],
    remove: (stage, guid) => stage.severa.state.remove('customers', guid, stage.clock.now()),
  },
  {
    side: 'crm',
    add: (stage) => company(stage, { name: 'Koivu Oy', business_id: '2501118-7', description: 'alku' }),
    edit: (stage, id, description) => editCompany(stage, id, { description }),
    shows: (stage, id) => inHubspot(stage, id)['description'],
    remove: (stage, id) => stage.hubspot.state.archive('companies', id, stage.clock.now()),
  },
];

async function alone({ side, add }: OneSystem, policy: DeletePolicy = 'ask'): Promise<{ stage: Stage; id: string; linkId: string }> {
  const stage = await story({ systems: [side], change: (engine) => ({ ...engine, deletes: new Map([['account', { [side]: policy }]]) }) });
  const id = add(stage);
  await settle(stage);
  return { stage, id, linkId: (await linkOf(stage, side, id)).id };
}

const swept = (stage: Stage): Promise<void> => settle(stage, () => stage.cycle({ sweep: true }), 4);

describe.each(SYSTEMS.map((system) => [system.side, system] as const))('with %s alone', (side, system) => {
  it('its records are in our CRM, and edits go both ways', async () => {
    const { stage, id, linkId } = await alone(system);
    expect(await shown(stage, linkId, 'notes')).toEqual({ [side]: 'alku', local: 'alku' });
    system.edit(stage, id, 'siellä');
    await settle(stage);
    expect(await shown(stage, linkId, 'notes')).toEqual({ [side]: 'siellä', local: 'siellä' });
    await editLocal(stage, linkId, { notes: 'täällä' });
    await settle(stage);
    expect(system.shows(stage, id)).toBe('täällä');
    expect(await idle(stage)).toEqual(QUIET);
  });

  it('a record deleted there is put away here, kept, or asked about, as the policy says', async () => {
    for (const policy of ['archive', 'unlink', 'ask'] as const) {
      const { stage, id, linkId } = await alone(system, policy);
      system.remove(stage, id);
      const before = writesOf(stage);
      await swept(stage);
      const [link] = await stage.store.links({ entity: 'account', ids: [linkId], limit: 1 });
      expect([policy, link?.sides.local?.gone]).toEqual([policy, policy === 'archive' ? 'archived' : null]);
      expect((await stage.store.inbox({ limit: 5 })).conflicts).toHaveLength(policy === 'ask' ? 1 : 0);
      expect(writesOf(stage)).toEqual(before);
    }
  });

  it('the other system connected later joins what is there', async () => {
    const { stage, linkId } = await alone(system);
    const [other] = SYSTEMS.filter((one) => one.side !== side) as [OneSystem];
    const both = stage.restart({});
    const id = other.add(both);
    await settle(both);
    expect((await linkOf(both, other.side, id)).id).toBe(linkId);
  });
});

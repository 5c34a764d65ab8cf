// Lists that misbehave: a backfill over them ends complete, or stops with an error and goes on from where it was.
import { describe, expect, it } from 'vitest';
import { createTransport } from '../../src/connectors/transport.ts';
import type { Transport } from '../../src/connectors/transport.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { cycleOf, linksOf, openStory, pictureOf, putCompany, putCustomer, reopen, settle } from './outcome.ts';
import type { Stage } from './stage.ts';

const WORLD = { accounts: 30, seed: 5, severa: { pageMax: 20 }, timeoutMs: 250 };
const CUSTOMERS = { method: 'GET', path: /\/v1\/(customers|addresses|customermarketsegments)$/ };
const COMPANIES = { method: 'GET', path: /\/objects\/[^/]+\/companies$/ };

type Picture = Awaited<ReturnType<typeof pictureOf>>;
let undisturbed: Promise<Picture> | null = null;
/** How the world ends when nothing goes wrong. */
function expectedPicture(): Promise<Picture> {
  undisturbed ??= (async () => {
    const stage = await openStory(WORLD);
    await stage.cycle();
    await settle(stage);
    return await pictureOf(stage);
  })();
  return undisturbed;
}

function add(stage: Stage, rule: Pick<FaultRule, 'kind'> & Partial<FaultRule>): void {
  stage.severa.faults.add({ ...CUSTOMERS, ...rule });
  stage.hubspot.faults.add({ ...COMPANIES, ...rule });
}

describe('a backfill', () => {
  it.each(['short-page', 'empty-page-with-token', 'malformed', 'half-body', 'status-500', 'reset-before', 'timeout-after-commit'] as const)('is complete although some answers are %s', async (kind) => {
    const stage = await openStory(WORLD);
    add(stage, { kind, every: 2, times: 2 });
    const { cycles } = await stage.cycle();
    expect([...(cycles[0]?.errors ?? [])]).toEqual([]);
    await settle(stage);
    expect(await pictureOf(stage)).toEqual(await expectedPicture());
  });

  it.each(['repeat-token', 'status-503', 'malformed', 'half-body'] as const)('stops on %s that does not end, makes nothing, and goes on when it is over', async (kind) => {
    const stage = await openStory(WORLD);
    stage.severa.faults.add({ kind, method: 'GET', path: /\/v1\/customers$/ });
    const before = stage.severa.state.list('customers').length;
    const { run, cycles } = await stage.cycle();
    expect([run.state, [...(cycles[0]?.errors.keys() ?? [])]]).toEqual(['failed', ['psa']]);
    expect(stage.severa.state.list('customers')).toHaveLength(before);
    stage.severa.faults.clear();
    await settle(stage);
    expect(await pictureOf(stage)).toEqual(await expectedPicture());
  });

  it('goes on from the page where it stopped instead of reading all again', async () => {
    const stage = await openStory(WORLD);
    stage.severa.faults.add({ kind: 'short-page', method: 'GET', path: /\/v1\/customers$/, times: 2 });
    stage.severa.faults.add({ kind: 'status-503', method: 'GET', path: /\/v1\/customers$/ });
    await stage.cycle();
    const seen = (await linksOf(stage)).filter((link) => link.sides.psa).length;
    expect(seen).toBeGreaterThan(0);
    stage.severa.faults.clear();
    const { cycles } = await stage.cycle();
    const accounts = stage.severa.state.list('customers').filter((row) => row['isInternal'] !== true).length;
    expect(cycles[0]?.pulled.psa?.read).toBeLessThan(accounts);
    await settle(stage);
    expect(await pictureOf(stage)).toEqual(await expectedPicture());
  });

  it.each([50, 100, 1_000])('is the same with pages of %i rows', async (pageMax) => {
    const stage = await openStory({ ...WORLD, severa: { pageMax } });
    await stage.cycle();
    await settle(stage);
    expect(await pictureOf(stage)).toEqual(await expectedPicture());
  });
});

describe('times of change', () => {
  it('that are missing keep nothing from being read', async () => {
    const stage = await openStory(WORLD);
    stage.severa.faults.add({ kind: 'null-timestamp', method: 'GET' });
    stage.hubspot.faults.add({ kind: 'null-timestamp' });
    await stage.cycle();
    await settle(stage);
    expect((await linksOf(stage)).length).toBe((await expectedPicture()).links.length);
    expect(stage.severa.state.list('customers').length).toBe((await expectedPicture()).severa.length);
  });

  it('that did not move with an edit hide it until the sweep', async () => {
    const stage = await openStory();
    const customer = putCustomer(stage, { name: 'Lehto Oy', vatNumber: '2165432-9', notes: 'alku' });
    const company = putCompany(stage, { name: 'Lehto Oy', business_id: '2165432-9', description: 'alku' });
    await stage.cycle();
    await settle(stage);
    const at = stage.severa.state.get('customers', customer)?.['lastUpdatedDateTime'];
    stage.severa.state.edit('customers', customer, { '/notes': 'salaa' }, stage.clock.now() - 20 * 60_000);
    expect(stage.severa.state.get('customers', customer)?.['lastUpdatedDateTime']).not.toBe(at);
    await settle(stage);
    expect(stage.hubspot.state.get('companies', company)?.properties['description']).toBe('alku');
    await settle(stage, () => stage.cycle({ sweep: true }), 1);
    expect(stage.hubspot.state.get('companies', company)?.properties['description']).toBe('salaa');
  });
});

describe('rows that move between two pages of an offset list', () => {
  it('are missed by that reading and found by the next', async () => {
    const stage = await openStory(WORLD);
    const send = createTransport();
    let moved = false;
    const transport: Transport = async (request) => {
      const reply = await send(request);
      if (!moved && /\/v1\/addresses\?/.test(request.url)) {
        moved = true;
        // A billing address of the first page goes: every row after it slips one place forward.
        const [extra] = stage.severa.state.list('addresses').filter((row) => row['isVisitAddress'] === false);
        if (extra) stage.severa.state.remove('addresses', extra.guid, stage.clock.now());
      }
      return reply;
    };
    await cycleOf(reopen(stage, { transport }));
    expect(moved).toBe(true);
    await settle(stage, () => stage.cycle({ sweep: true }));
    expect((await pictureOf(stage)).links).toEqual((await expectedPicture()).links);
  });
});

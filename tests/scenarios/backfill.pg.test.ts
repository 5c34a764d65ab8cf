// A long backfill: what a person edits meanwhile passes it, because a cycle takes the most urgent first and ends in time to
// look again at what has changed.
import { expect, it } from 'vitest';
import { company, customer, editCustomer, inHubspot, LATER_MS, story } from './act.ts';

const RECORDS = 20_000;
/** What a call takes, so that a cycle's time runs out long before its work does. */
const CALL_MS = 100;

it('lets a person’s edit through within two cycles, though 20,000 records wait', async () => {
  const stage = await story({
    severa: { pageMax: 1000 },
    pacer: (_, clock) => ({ take: () => clock.sleep(CALL_MS), backOff: () => Promise.resolve() }),
    change: (engine) => ({ ...engine, limits: { ...engine.limits, cycleMs: 10 * CALL_MS } }),
  });
  const guid = customer(stage, { name: 'Koivu Oy', vatNumber: '2501118-7' });
  const id = company(stage, { name: 'Koivu Oy', business_id: '2501118-7' });
  for (let index = 0; index < RECORDS; index++) customer(stage, { name: `Yritys ${index} Oy`, website: `https://yritys${index}.example` });
  const made = (): number => stage.hubspot.state.list('companies').length;
  await stage.cycle();
  expect(made()).toBeLessThan(RECORDS / 5);
  editCustomer(stage, guid, { numberOfEmployees: 41 });
  const shows = (): boolean => inHubspot(stage, id)['numberofemployees'] === '41';
  for (let cycle = 0; cycle < 2 && !shows(); cycle++) {
    stage.clock.advance(LATER_MS);
    await stage.cycle();
  }
  expect(shows()).toBe(true);
  expect(made()).toBeLessThan(RECORDS / 2);
});

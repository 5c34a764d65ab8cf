// Another application of the customer's, which calls both vendors with the same quotas. Invariant: it reads, and changes nothing.
import type { Random } from '../../src/lib/random.ts';
import type { World } from './world.ts';

const FIRST_CALL_MS = 10_000;

export function secondApp(world: World, random: Random, isOver: () => boolean): void {
  const { scheduler, trace } = world;
  const call = (): void => {
    if (isOver()) return;
    trace.hit('fault second-app');
    const request = { method: 'GET', path: '/crm/owners/2026-09', query: '', headers: { authorization: 'Bearer pat-eu1-simulation' }, body: '' };
    for (let count = random.int(1, 60); count > 0; count--) world.crm.handle(request, scheduler.now());
    for (let count = random.int(0, 6); count > 0; count--) world.psa.handle({ ...request, path: '/rest-api/v1/customers' }, scheduler.now());
    scheduler.at(scheduler.now() + random.int(1_000, 20_000), call);
  };
  scheduler.at(scheduler.now() + FIRST_CALL_MS, call);
}

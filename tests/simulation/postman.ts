// HubSpot's events on their way to us: lost, late, twice, out of order, replayed hours later, and now and then one that nobody
// understands. Invariant: what arrives is only told to the store as hints, by the connector that knows HubSpot's shapes.
import type { Hint } from '../../src/core/vocabulary.ts';
import type { Random } from '../../src/lib/random.ts';
import type { SandboxEvent } from '../../src/sandbox/contract.ts';
import type { Store } from '../../src/store/store.ts';
import type { EventFault, Plan } from './plan.ts';
import { PROPERTIES, TYPES } from './records/kinds.ts';
import { APP, CREDENTIALS } from './world.ts';
import type { World } from './world.ts';

const KINDS = ['creation', 'deletion', 'merge', 'restore', 'associationChange'] as const;
const SUBJECTS = { account: 'company', contact: 'contact', salesCase: 'deal' } as const;

const SUBSCRIBED_MS = 60_000;

export class Postman {
  readonly #world: World;
  readonly #plan: Plan;
  readonly #random: Random;
  readonly #store: Store;
  readonly #receive: (events: readonly unknown[]) => readonly Hint[];
  #calm = false;

  constructor(parts: { readonly world: World; readonly plan: Plan; readonly random: Random; readonly store: Store; readonly receive: (events: readonly unknown[]) => readonly Hint[] }) {
    this.#world = parts.world;
    this.#plan = parts.plan;
    this.#random = parts.random;
    this.#store = parts.store;
    this.#receive = parts.receive;
  }

  /** From now on every event comes, once and soon. */
  calm(): void {
    this.#calm = true;
  }

  /** Asks HubSpot to tell of everything that may be told; so long before, that these calls are no part of anybody's quota now. */
  subscribe(): void {
    const { crm, scheduler } = this.#world;
    const at = scheduler.now() - SUBSCRIBED_MS;
    const settings = `/app-webhooks/2026-09/${APP.appId}`;
    const call = (method: string, path: string, body: object): void => {
      const headers = { authorization: `Bearer ${CREDENTIALS.crm.token}`, 'content-type': 'application/json' };
      const { response } = crm.handle({ method, path, query: '', headers, body: JSON.stringify(body) }, at);
      if (response.status >= 300) throw new RangeError(`HubSpot does not take the subscription: ${JSON.stringify(response.body)}`);
    };
    call('PUT', `${settings}/settings`, { targetUrl: 'https://sauma.example/webhooks/hubspot/main', throttling: { maxConcurrentRequests: 10 } });
    for (const [kind, subject] of Object.entries(SUBJECTS)) {
      for (const what of KINDS) call('POST', `${settings}/subscriptions`, { eventType: `${subject}.${what}`, active: true });
      const known = new Set(crm.state.definitions(TYPES[kind as keyof typeof TYPES]).properties);
      const properties = new Set(Object.values(PROPERTIES[kind as keyof typeof PROPERTIES]).filter((name) => name !== null && known.has(name)));
      for (const propertyName of properties) call('POST', `${settings}/subscriptions`, { eventType: `${subject}.propertyChange`, propertyName, active: true });
    }
    call('POST', `${settings}/subscriptions`, { eventType: 'contact.privacyDeletion', active: true });
  }

  /** What happened without a request of ours is told too. */
  collect(): void {
    this.carry(this.#world.crm.state.takeEvents(this.#world.scheduler.now()));
  }

  carry(events: readonly SandboxEvent[]): void {
    const { scheduler, trace } = this.#world;
    for (const { body, dueAt } of events) {
      if (this.#fires('event-lost', 0.4)) continue;
      const late = this.#fires('event-late', 0.4) ? this.#random.int(5_000, 240_000) : this.#random.int(0, 2_000);
      const copies = this.#fires('event-twice', 0.3) ? this.#random.int(2, 10) : 1;
      for (let copy = 0; copy < copies; copy++) scheduler.at(dueAt + late + (copy === 0 ? 0 : this.#random.int(0, 60_000)), () => this.arrive(body));
      if (this.#fires('event-replayed', 0.2)) scheduler.at(dueAt + this.#random.int(60_000, 400_000), () => this.arrive(body));
      trace.hit('event sent');
    }
    if (events.length > 0 && this.#fires('event-strange', 0.3)) scheduler.at(scheduler.now() + 1_000, () => this.arrive(strange(this.#random)));
  }

  #fires(fault: EventFault, p: number): boolean {
    if (this.#calm || !this.#plan.armed.has(fault) || !this.#random.chance(p)) return false;
    this.#world.trace.hit(`fault ${fault}`);
    return true;
  }

  /** HubSpot tells this just now, as it is. */
  arrive(body: string): void {
    const hints = this.#receive(JSON.parse(body) as readonly unknown[]);
    this.#world.trace.add('postman', `brings ${hints.map(({ entity, id, kind }) => `${entity}:${id} ${kind}`).join(', ')}`);
    void this.#store.saveHints('crm', hints);
  }
}

/** Another portal's, another shape, records that never were. */
function strange(random: Random): string {
  const event = random.pick([
    { portalId: 1, subscriptionType: 'company.deletion', objectId: random.int(1, 500) },
    { portalId: Number(APP.portalId), subscriptionType: 'company.deletion', objectId: 987_654_321 },
    { portalId: Number(APP.portalId), subscriptionType: 'deal.somethingNew', objectId: 1 },
    { portalId: 'x', subscriptionType: 7 },
    'no event at all',
  ]);
  return JSON.stringify([event]);
}

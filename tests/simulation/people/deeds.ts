// The people of the simulated world: they make, change, move, merge, delete and restore records in either vendor and in our own
// CRM, and answer what waits for them. Invariant: what they do is drawn from the seed and from what they see, never from what
// the engine does; what a vendor refuses them they leave alone.
import type { FieldName, RemoteSide } from '../../../src/core/vocabulary.ts';
import type { Random } from '../../../src/lib/random.ts';
import { Refusal as CrmRefusal } from '../../../src/sandbox/hubspot/wire.ts';
import { Missing, Refusal as PsaRefusal } from '../../../src/sandbox/severa/refusal.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Fault, Plan } from '../plan.ts';
import { COLLECTIONS, ENTITIES, TYPES } from '../records/kinds.ts';
import type { Kind, Ref } from '../records/kinds.ts';
import type { World } from '../world.ts';
import { answer } from './answers.ts';
import { editsOf } from './edits.ts';
import { businessId, companyName, PERSON, someone, title, USER_OF_CRM } from './facts.ts';
import { editLocal } from './local.ts';
import { makeAccount, makeCase, makeContact } from './make.ts';

export interface Deeds {
  /** One deed, drawn now. */
  act(): Promise<void>;
  /** An edit of this very record; of the given fields when there are any. */
  edit(ref: Ref, fields?: readonly FieldName[]): void;
  takeAway(ref: Ref): void;
}

const SIDES = ['psa', 'crm'] as const;
/** Who is edited how often. */
const KINDS: readonly Kind[] = ['account', 'account', 'contact', 'contact', 'salesCase', 'salesCase'];
/** What people easily contradict each other about. */
const CONTESTED: readonly FieldName[] = ['name', 'businessId', 'value', 'lastName', 'optOuts', 'optOuts'];

export function peopleOf(world: World, plan: Plan, store: Store, random: Random): Deeds {
  let next = 50;
  const may = (fault: Fault): boolean => plan.armed.has(fault);
  const { trace } = world;

  const attempt = (deed: { readonly side: RemoteSide; readonly hidden?: boolean }, work: () => void): void => {
    try {
      world.as({ author: 'person', by: PERSON, ...deed }, work);
    } catch (error) {
      if (!(error instanceof CrmRefusal || error instanceof PsaRefusal || error instanceof Missing)) throw error;
      trace.add(PERSON, `is refused: ${error.message}`);
    }
  };
  const edit = (ref: Ref, fields: readonly FieldName[] = []): void => {
    trace.hit(`deed edit ${ref.side} ${ref.kind}`);
    for (let count = random.pick([1, 1, 1, 2]); count > 0; count--) {
      if (world.fieldsOf(ref) === null) return;
      attempt({ side: ref.side }, () => {
        const edits = editsOf(world, random, ref);
        const known = fields.filter((name) => name in edits);
        edits[random.pick(known.length > 0 ? known : Object.keys(edits))]?.();
      });
    }
  };
  const takeAway = (ref: Ref): void => {
    trace.hit(`deed take away ${ref.side} ${ref.kind}`);
    const now = world.scheduler.now();
    attempt({ side: ref.side }, () => {
      if (ref.side === 'psa') world.psa.state.remove(COLLECTIONS[ref.kind], ref.id, now);
      else world.crm.state.archive(TYPES[ref.kind], ref.id, now);
    });
  };
  const make = (both: boolean): void => {
    const number = next++;
    const kind = random.pick(KINDS);
    const first = random.pick(SIDES);
    const facts = {
      account: { name: companyName(random, number), businessId: random.chance(0.7) ? businessId(random) : null, domain: `yritys${number}.fi` },
      contact: someone(random, number),
      salesCase: { name: title(random, number), amount: random.int(1, 90) * 500 },
    };
    const makeOn = (side: RemoteSide): void => {
      const some = (of: Kind): string | null => {
        const known = world.live(side, of);
        return known.length > 0 && random.chance(0.9) ? random.pick(known).id : null;
      };
      attempt({ side }, () => {
        if (kind === 'account') makeAccount(world, side, random, facts.account);
        else if (kind === 'contact') makeContact(world, side, random, facts.contact, some('account'));
        else makeCase(world, side, random, facts.salesCase, { account: some('account'), contact: random.chance(0.5) ? some('contact') : null });
      });
    };
    trace.hit(`deed make ${first} ${kind}`);
    makeOn(first);
    if (!both) return;
    trace.hit('fault same-record-on-both-sides');
    world.scheduler.at(world.scheduler.now() + random.int(0, 90_000), () => makeOn(first === 'psa' ? 'crm' : 'psa'));
  };

  return { edit, takeAway, act };

  async function act(): Promise<void> {
    const kind = random.pick(KINDS);
    const known = world.live(random.pick(SIDES), kind);
    const ref = known.length === 0 ? null : random.pick(known);
    const what = random.next();
    if (what < 0.1) return make(may('same-record-on-both-sides') && random.chance(0.6));
    if (what < 0.28) return await answer(world, store, random, edit);
    if (what < 0.38) return await editLocal(world, store, random);
    if (what < 0.46) return may('delete') ? end(random.chance(0.6) ? ref : null) : undefined;
    if (what < 0.5) return may('merge') ? merge() : undefined;
    if (what < 0.55) return may('restore') ? restore() : undefined;
    if (what < 0.61) return may('hidden-edit') ? hide() : undefined;
    if (what < 0.68) return may('workflow') ? workflow() : undefined;
    if (ref === null) return;
    const isContested = what > 0.86;
    edit(ref, isContested ? CONTESTED : []);
    // Two people often touch the same thing at about the same time.
    if (random.chance(isContested ? 0.8 : 0.3)) world.scheduler.at(world.scheduler.now() + random.int(0, 60_000), () => twin(ref));
  }

  /** Without a record: one that has nothing below it, which nothing keeps from going. */
  function end(ref: Ref | null): void {
    const loose = [...world.live('psa', 'salesCase'), ...world.live('psa', 'contact'), ...world.live('crm', 'salesCase'), ...(may('erase') ? world.live('crm', 'contact') : [])];
    const candidates = ref === null ? loose : [ref];
    if (candidates.length === 0) return;
    const chosen = random.pick(candidates);
    if (chosen.side === 'crm' && chosen.kind === 'contact' && may('erase') && random.chance(0.8)) {
      trace.hit('fault erase');
      // What pointed to a person who is forgotten does so no more, and no time stamp moves with it.
      attempt({ side: 'crm', hidden: true }, () => world.crm.state.gdprDelete(chosen.id, world.scheduler.now()));
    } else {
      trace.hit('fault delete');
      takeAway(chosen);
      // Whoever sees at once that it was a mistake takes it back.
      if (chosen.side === 'crm' && may('restore') && random.chance(0.3)) world.scheduler.at(world.scheduler.now() + random.int(1_000, 120_000), () => bringBack(chosen));
    }
  }

  function merge(): void {
    const kind = random.pick(ENTITIES);
    const known = random.shuffle(world.live('crm', kind));
    const [kept, other] = known;
    if (kept === undefined || other === undefined) return;
    trace.hit('fault merge');
    attempt({ side: 'crm' }, () => void world.crm.state.merge(TYPES[kind], kept.id, other.id, world.scheduler.now()));
  }

  function restore(): void {
    const kind = random.pick(ENTITIES);
    const archived = world.crm.state.list(TYPES[kind], { archived: true });
    if (archived.length > 0) bringBack({ side: 'crm', kind, id: random.pick(archived).id });
  }

  function bringBack({ kind, id }: Ref): void {
    if (!world.crm.state.list(TYPES[kind], { archived: true }).some((record) => record.id === id)) return;
    trace.hit('fault restore');
    attempt({ side: 'crm' }, () => world.crm.state.restore(TYPES[kind], id, world.scheduler.now()));
  }

  /** Edits that move no time stamp: Severa's segments, and an address or number that is taken away. */
  function hide(): void {
    const points = world.psa.state.list('contactcommunications');
    const customers = world.live('psa', 'account');
    trace.hit('fault hidden-edit');
    if (points.length > 0 && random.chance(0.5)) attempt({ side: 'psa', hidden: true }, () => world.psa.state.remove('contactcommunications', random.pick(points).guid, world.scheduler.now()));
    else if (customers.length > 0) attempt({ side: 'psa', hidden: true }, () => toggleSegment(world, random, random.pick(customers).id));
  }

  function workflow(): void {
    const kind = random.pick(['account', 'contact'] as const);
    const known = world.live('crm', kind);
    if (known.length === 0) return;
    trace.hit('fault workflow');
    const properties: Readonly<Record<string, string>> = kind === 'account' ? { description: random.pick(['Kuuma', 'Kylmä', '']) } : { jobtitle: random.pick(['Avainhenkilö', '']) };
    world.as({ author: 'workflow', by: 'workflow', side: 'crm' }, () => world.crm.state.edit(TYPES[kind], random.pick(known).id, properties, { now: world.scheduler.now(), userId: USER_OF_CRM }));
  }

  /** Somebody changes the same field of the counterpart. */
  function twin(ref: Ref): void {
    const last = world.writes.findLast((written) => written.side === ref.side && written.id === ref.id && written.author === 'person');
    const nameOf = (one: Ref): string => {
      const fields = world.fieldsOf(one);
      return JSON.stringify(fields?.['name'] ?? fields?.['lastName'] ?? null);
    };
    const counterpart = world.live(ref.side === 'psa' ? 'crm' : 'psa', ref.kind).find((one) => nameOf(one) === nameOf(ref));
    if (last && counterpart !== undefined) edit(counterpart, random.chance(0.8) ? [last.field] : []);
    else if (last?.field === 'name' || last?.field === 'lastName') renamedTwin(ref, last.before);
  }

  /** The counterpart still has the name that the record had. */
  function renamedTwin(ref: Ref, name: unknown): void {
    const counterpart = world.live(ref.side === 'psa' ? 'crm' : 'psa', ref.kind).find((one) => {
      const fields = world.fieldsOf(one);
      return fields?.['name'] === name || fields?.['lastName'] === name;
    });
    if (counterpart !== undefined) edit(counterpart, ['name', 'lastName']);
  }
}

/** Severa moves no time stamp of the customer for this. */
function toggleSegment({ psa, registers, scheduler }: World, random: Random, guid: string): void {
  const segment = random.pick(registers.segments);
  const ofCustomer = psa.state.list('customermarketsegments').filter((row) => (row['customer'] as { guid: string }).guid === guid);
  const link = ofCustomer.find((row) => (row['marketSegment'] as { guid: string }).guid === segment);
  if (link) psa.state.remove('customermarketsegments', link.guid, scheduler.now());
  else psa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: segment } }, scheduler.now());
}

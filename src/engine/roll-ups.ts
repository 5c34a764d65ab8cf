// Roll-ups: figures of customers whose rows may have moved, put into our own records, from where they go to the CRM as any field
// does. Invariant: none is worked out before everything it is about has been read to its end, and a mark goes only after its
// figures are stored.
import type { EntityName, FieldName, Fields } from '../core/vocabulary.ts';
import { MIRRORS } from '../entities/mirrors/index.ts';
import { isRollUp, ROLL_UPS } from '../entities/roll-ups.ts';
import { todayIn } from '../lib/day.ts';
import type { RollUp } from '../store/mirrors.ts';
import type { LinkState } from '../store/store.ts';
import { feedOf, isStopping } from './context.ts';
import type { EngineContext } from './context.ts';
import { isApproved } from './approval.ts';
import { moneySettings } from './money-settings.ts';
import { isFullyRead } from './pull.ts';

const BATCH = 500;
/** The day, and the fields, that everybody's figures were last worked out for. */
const DONE = 'rolledUp';

/** What figures are worked out from. */
const NEEDED = ['invoices', 'invoiceRows', 'workHours', 'projectFees', 'travelExpenses', 'flatRates'] as const;

/** Entities that have figures in force. */
function rolledEntities({ entities }: EngineContext): readonly EntityName[] {
  return [...ROLL_UPS.keys()].filter((name) => fieldsOf({ entities }, name).length > 0);
}

function fieldsOf({ entities }: Pick<EngineContext, 'entities'>, entity: EntityName): readonly FieldName[] {
  return [...(entities.get(entity)?.fields.keys() ?? [])].filter((field) => isRollUp(entity, field));
}

/** @returns how many of our records were given other figures, by entity */
export async function rollUp(context: EngineContext): Promise<ReadonlyMap<EntityName, number>> {
  const changed = new Map<EntityName, number>();
  const names = rolledEntities(context);
  const { mirroring } = context;
  if (mirroring === undefined || names.length === 0 || !(await isReady(context))) return changed;
  // Nobody has said yes to writing anything yet.
  for (const name of names) if (!(await isApproved(context, name))) return changed;
  const lease = await context.store.takeLease('rollUps', context.limits.leaseMs);
  // Two at a time could put an older figure over a newer one.
  if (!lease) return changed;
  try {
    const today = todayIn(mirroring.timeZone, context.clock.now());
    // What counts as overdue or as the last twelve months moves with the day; and a figure may have been asked for since.
    const state = [today, ...names.map((name) => [name, ...fieldsOf(context, name)].join(' '))].join('\n');
    if ((await context.store.fact(DONE)) !== state) {
      await mirroring.store.touch(null);
      await context.store.saveFact(DONE, state);
    }
    let done = 0;
    while (!isStopping(context)) {
      const touched = await mirroring.store.touched(BATCH);
      if (touched.length === 0) break;
      await context.store.renewLease(lease, context.limits.leaseMs);
      const customers = touched.map(({ customer }) => customer);
      for (const name of names) {
        const figures = await mirroring.store.rollUps(name, customers, today);
        const count = await context.store.saveLocal(name, figures.map((one) => inForce(context, name, one)), 'poll');
        changed.set(name, (changed.get(name) ?? 0) + count);
      }
      await mirroring.store.untouch(touched);
      done += touched.length;
      context.progress('compute figures', done, null);
      if (touched.length < BATCH) break;
    }
  } finally {
    await context.store.releaseLease(lease);
  }
  return changed;
}

/** The figures of links without a record of ours, which get them when it is made; by link. */
export async function firstFigures(context: EngineContext, entity: EntityName, links: readonly LinkState[]): Promise<ReadonlyMap<string, Fields>> {
  const { mirroring } = context;
  const lacking = links.filter(({ sides }) => sides.local === undefined && sides.psa?.gone === null);
  if (mirroring === undefined || lacking.length === 0 || !rolledEntities(context).includes(entity) || !(await isReady(context))) return new Map();
  const customers = new Set(lacking.flatMap(({ sides }) => customerOf(entity, sides)));
  const figures = await mirroring.store.rollUps(entity, [...customers], todayIn(mirroring.timeZone, context.clock.now()));
  const wanted = new Set(lacking.map(({ id }) => id));
  return new Map(figures.filter(({ linkId }) => wanted.has(linkId)).map((one) => [one.linkId, inForce(context, entity, one).fields]));
}

function customerOf(entity: EntityName, { psa }: LinkState['sides']): readonly string[] {
  const customer = entity === 'account' ? psa?.id : psa?.fields['account'];
  return typeof customer === 'string' ? [customer] : [];
}

function inForce(context: EngineContext, entity: EntityName, { linkId, fields }: RollUp): RollUp {
  return { linkId, fields: Object.fromEntries(fieldsOf(context, entity).flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]))) };
}

/** Half of the invoices would make half of the figures. */
async function isReady(context: EngineContext): Promise<boolean> {
  const sides = NEEDED.map((name) => [MIRRORS.get(name)?.side ?? 'psa', name] as const);
  const read = await Promise.all(sides.map(async ([side, name]) => (await context.store.checkpoint(feedOf(side, name))) !== null));
  return read.every(Boolean) && (await isFullyRead(context, 'psa', 'salesCase')) && (await moneySettings(context)) !== null;
}

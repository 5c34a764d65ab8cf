// The `money` part of a report: whether all figures of each account are the same figure. Invariant: it looks and changes nothing.
import { isRollUp } from '../entities/roll-ups.ts';
import { todayIn } from '../lib/day.ts';
import type { DriftQuestion } from '../store/views/billing.ts';
import type { OpenWorkspace } from './open.ts';
import type { Report } from './report.ts';

/** Nothing to tell where nothing is mirrored. */
export async function moneyOf(open: Pick<OpenWorkspace, 'config' | 'engine' | 'views'>): Promise<Pick<Report, 'money'>> {
  if (!open.config.settings.features.money || !open.engine.connectors.has('psa')) return {};
  const { accounts, drift } = await open.views.drift(driftQuestion(open));
  return { money: { accounts, drift: [...drift] } };
}

/** Asks about today, and about the figures that are kept and sent. */
export function driftQuestion({ config, engine }: Pick<OpenWorkspace, 'config' | 'engine'>): DriftQuestion {
  const fields = [...(engine.entities.get('account')?.fields.keys() ?? [])];
  return { today: todayIn(config.settings.schedules.timeZone, engine.clock.now()), figures: fields.filter((field) => isRollUp('account', field)) };
}

// How the organisation bills, as its PSA says: kept where figures are worked out. Invariant: when it changes, everybody's figures
// are worked out anew.
import { isDeepStrictEqual } from 'node:util';
import type { MoneySettings } from '../connectors/connector.ts';
import type { EngineContext, Mirroring } from './context.ts';

const FACT = 'money:psa';

/** Null until the PSA has said it. */
export async function moneySettings(context: EngineContext): Promise<MoneySettings | null> {
  return (await context.store.fact(FACT)) as MoneySettings | null;
}

export async function learnMoneySettings(context: EngineContext, { store }: Mirroring): Promise<void> {
  const settings = await context.connectors.get('psa')?.money?.();
  if (settings === undefined || isDeepStrictEqual(settings, await moneySettings(context))) return;
  await context.store.saveFact(FACT, settings);
  await store.touch(null);
}

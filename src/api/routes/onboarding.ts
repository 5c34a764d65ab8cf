// Onboarding over the API.
import type { z } from 'zod';
import { isApproved, isBackfilled } from '../../engine/approval.ts';
import { toInstant } from '../../lib/clock.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { ApiContext, ApiWorkspace, Route } from '../route.ts';

const CONCEPT = 'onboarding:concept';

type Told = z.output<typeof CONTRACTS.onboarding.answer>;

export function onboardingRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.onboarding, async ({ workspace, tell }) => tell(await toldOf(workspace))),
    dataRoute(context, CONTRACTS.confirmConcept, async ({ workspace, caller, tell }) => {
      await workspace.store.saveFact(CONCEPT, { by: caller.name, at: toInstant(context.clock.now()) });
      return tell(await toldOf(workspace));
    }),
  ];
}

async function toldOf({ engine, store }: ApiWorkspace): Promise<Told> {
  const entities: Told['entities'][number][] = [];
  for (const { name, label } of engine.entities.values()) entities.push({ name, label, isApproved: await isApproved(engine, name), isBackfilled: await isBackfilled(engine, name) });
  return { entities, concept: (await store.fact(CONCEPT)) as Told['concept'] };
}

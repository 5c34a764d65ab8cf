// Home of the account's deal pipelines and the stage map made of them. Invariant: the map is as old as the cached list and
// as the last `meet`, whichever is newer; a stage that is unknown after one look stays unknown until the list is read again.
import { z } from 'zod';
import { AccessError } from '../../lib/errors.ts';
import type { RegistryItem, StageMeaning } from '../connector.ts';
import type { Http } from '../http.ts';
import { cachedList } from './cached-list.ts';
import { BUCKET, routes } from './paths.ts';
import { makeStageMap } from './stage-map.ts';
import type { SalesState, Stage, StageMap, StagePair, StagePlace } from './stage-map.ts';
import { pipelinesSchema } from './wire.ts';

export interface Pipelines {
  /** Makes the list known, and looks again when one of these stages is not on it. */
  know(places: readonly StagePlace[]): Promise<void>;
  /** Sales statuses of the PSA; null: it did not say, and what it last said stands. */
  meet(statuses: readonly RegistryItem[] | null): Promise<void>;
  /** Every stage with its meaning; null: nobody may read them. */
  stages(): Promise<readonly StageMeaning[] | null>;
  /** null: not read yet, or nobody may read them. */
  map(): StageMap | null;
}

type Options = Omit<Parameters<typeof cachedList>[0], 'name' | 'read'> & { readonly http: Http; readonly pairs: readonly StagePair[] };

const stageSchema = z.object({
  pipeline: z.string(),
  pipelineLabel: z.string(),
  id: z.string(),
  label: z.string(),
  probability: z.number(),
  state: z.enum(['open', 'won', 'lost']),
  active: z.boolean(),
});

/** Kept, so that the map means the same while the PSA is away. */
const toldName = 'sales-statuses';

export function createPipelines({ http, pairs, ...options }: Options): Pipelines {
  const list = cachedList({ ...options, name: 'pipelines', read: () => readStages(http) });
  const strangers = new Set<string>();
  let known: readonly RegistryItem[] | null = null;
  let statuses: readonly RegistryItem[] = [];
  let map: StageMap | null = null;
  let kept: string | null = null;

  const take = (items: readonly RegistryItem[]): StageMap => {
    if (items === known && map !== null) return map;
    known = items;
    map = makeStageMap(items.map((item) => stageSchema.parse(JSON.parse(item.code ?? ''))), statuses, pairs);
    return map;
  };
  const unlessForbidden = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
      map = null;
    }
  };
  const meet = async (told: readonly RegistryItem[] | null): Promise<void> => {
    statuses = told ?? (await options.cache.load(toldName))?.items ?? [];
    known = null;
    const digest = JSON.stringify(statuses);
    if (told !== null && digest !== kept) await options.cache.save(toldName, statuses, options.clock.now());
    kept = digest;
    await unlessForbidden(async () => take(await list.get()));
  };
  return {
    know: (places) =>
      unlessForbidden(async () => {
        const present = take(await list.get());
        const unknown = places.filter((place) => place.stage !== '' && !present.knows(place) && !strangers.has(nameOf(place)));
        if (unknown.length === 0) return;
        const renewed = take(await list.renew());
        if (renewed !== present) for (const place of unknown.filter((place) => !renewed.knows(place))) strangers.add(nameOf(place));
      }),
    meet,
    stages: async () => {
      if (map === null) await meet(null);
      return map?.stages ?? null;
    },
    map: () => map,
  };
}

function nameOf({ pipeline, stage }: StagePlace): string {
  return `${pipeline}\n${stage}`;
}

async function readStages(http: Http): Promise<RegistryItem[]> {
  const { data } = await http.call({ ...routes.pipelines('deals'), bucket: BUCKET, replay: 'safe', reply: pipelinesSchema });
  return data.results.toSorted((a, b) => a.displayOrder - b.displayOrder).flatMap((pipeline) =>
    pipeline.stages.toSorted((a, b) => a.displayOrder - b.displayOrder).map((wire): RegistryItem => {
      const active = !pipeline.archived && !wire.archived;
      const told = wire.metadata['probability'] ?? '';
      const probability = Number.isFinite(Number(told)) ? Number(told) : 0;
      const state = told === '' ? 'open' : stateOf(probability, wire.metadata['isClosed']);
      const stage: Stage = { pipeline: pipeline.id, pipelineLabel: pipeline.label, id: wire.id, label: wire.label, probability, state, active };
      return { id: `${pipeline.id}/${wire.id}`, label: wire.label, active, code: JSON.stringify(stage) };
    }),
  );
}

/** HubSpot calls a stage closed at 0 and at 100 per cent; where it says otherwise, that counts. */
function stateOf(probability: number, isClosed: string | null | undefined): SalesState {
  if (isClosed === 'false') return 'open';
  return probability === 1 ? 'won' : probability === 0 ? 'lost' : 'open';
}

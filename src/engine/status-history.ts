// When a sales case moved from status to status: one call per case, so only those are asked whose status has changed, a few in
// each cycle, and on a slow rota those that we have moved ourselves and, once, those that nobody has asked about. Invariant: only cases that somebody has beside the PSA
// are asked about; a case leaves the list with its answer.
import type { MirrorAdapter } from '../connectors/connector.ts';
import type { MirrorRow } from '../entities/mirrors/mirror.ts';
import type { Lease, LinkState } from '../store/store.ts';
import { isStopping } from './context.ts';
import type { EngineContext, Mirroring } from './context.ts';
import { mirrorAdapters, saveRows } from './mirror-rows.ts';

const CHANGED = 'history:psa';
const OWN = 'historyOwn:psa';
const ROTA = 'historyRota:psa';
/** More than wait for this many cycles; whoever is left out is found by the next change of status. */
const MOST_WAITING = 2_000;
const BATCH = 200;

/** Projects among these whose status is news, before they are saved. */
export async function movedProjects({ store }: Mirroring, rows: readonly MirrorRow[]): Promise<readonly string[]> {
  const byStatus = Map.groupBy(rows.filter(({ values }) => typeof values['salesStatus'] === 'string'), ({ values }) => values['salesStatus'] as string);
  const moved: string[] = [];
  for (const [status, group] of byStatus) {
    const ids = group.map(({ id }) => id);
    const same = new Set(await store.naming('projects', 'salesStatus', [status], ids));
    moved.push(...ids.filter((id) => !same.has(id)));
  }
  return moved;
}

export async function noteMoved(context: EngineContext, projects: readonly string[]): Promise<void> {
  await note(context, CHANGED, projects);
}

/** Those that we have moved ourselves: they wait for the rota, since we know where to. */
export async function noteOwn(context: EngineContext, projects: readonly string[]): Promise<void> {
  await note(context, OWN, projects);
}

async function note(context: EngineContext, list: string, projects: readonly string[]): Promise<void> {
  if (projects.length === 0) return;
  const waiting = await waitingOf(context, list);
  await context.store.saveFact(list, [...new Set([...waiting, ...projects])].slice(0, MOST_WAITING));
}

/** @param rota also go on with those that nobody has asked about */
export async function readStatusHistory(context: EngineContext, mirroring: Mirroring, rota: boolean): Promise<void> {
  const adapter = mirrorAdapters(context).get('statusHistory');
  const waiting = await waitingOf(context, CHANGED);
  if (!adapter || (waiting.length === 0 && !rota)) return;
  const lease = await context.store.takeLease('history:psa', context.limits.leaseMs);
  if (!lease) return;
  try {
    await readWaiting(context, mirroring, adapter, CHANGED, mirroring.historyReads, lease);
    if (rota) await readWaiting(context, mirroring, adapter, OWN, MOST_WAITING, lease);
    if (rota) await goRound(context, mirroring, adapter, lease);
  } finally {
    await context.store.releaseLease(lease);
  }
}

async function readWaiting(context: EngineContext, mirroring: Mirroring, adapter: MirrorAdapter, list: string, most: number, lease: Lease): Promise<void> {
  const asked = (await waitingOf(context, list)).slice(0, most);
  if (asked.length === 0) return;
  const linked = await context.store.linked('salesCase', asked.map((id) => ({ side: 'psa', id })));
  for (const { id } of linked.filter(({ ids }) => isElsewhere(ids))) await readOne(context, mirroring, adapter, id, lease);
  if (isStopping(context)) return;
  const left = (await waitingOf(context, list)).filter((id) => !asked.includes(id));
  await context.store.saveFact(list, left.length === 0 ? null : left);
}

/** One turn in all: from then on changes tell. */
async function goRound(context: EngineContext, mirroring: Mirroring, adapter: MirrorAdapter, lease: Lease): Promise<void> {
  let place = ((await context.store.fact(ROTA)) as { readonly after: string | null } | null) ?? { after: '' };
  while (place.after !== null) {
    const links = await context.store.links({ entity: 'salesCase', stage: 'active', after: place.after, limit: BATCH });
    const projects = links.flatMap(projectOf);
    for (const [index, project] of projects.entries()) {
      await readOne(context, mirroring, adapter, project, lease);
      if (isStopping(context)) return;
      context.progress('read psa statusHistory', index + 1, null);
    }
    place = { after: links.at(-1)?.id ?? null };
    await context.store.saveFact(ROTA, place);
  }
}

async function readOne(context: EngineContext, mirroring: Mirroring, adapter: MirrorAdapter, project: string, lease: Lease): Promise<void> {
  if (isStopping(context)) return;
  await context.store.renewLease(lease, context.limits.leaseMs);
  for await (const rows of adapter.of('project', project)) await saveRows(mirroring, adapter.mirror, rows, lease);
}

function projectOf({ sides }: LinkState): readonly string[] {
  const ids = Object.fromEntries(Object.values(sides).flatMap(({ side, id, gone }) => (gone === null ? [[side, id]] : [])));
  return ids['psa'] !== undefined && isElsewhere(ids) ? [ids['psa']] : [];
}

function isElsewhere(ids: Readonly<Record<string, string | undefined>>): boolean {
  return ids['crm'] !== undefined || ids['local'] !== undefined;
}

async function waitingOf(context: EngineContext, list: string): Promise<readonly string[]> {
  return ((await context.store.fact(list)) as readonly string[] | null) ?? [];
}

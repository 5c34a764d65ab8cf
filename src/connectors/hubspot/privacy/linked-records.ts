// Records together with what they are associated with, by whichever way is the fewest calls: a few one by one with their associations
// in the same answer, many by batches. Invariant: what was merged away answers as the record it became, and only once.
import type { Http } from '../../http.ts';
import { inlineLinks, readLinks } from '../link-reads.ts';
import type { LinksByType } from '../link-reads.ts';
import { MERGED_IDS } from '../object-map.ts';
import type { ObjectType } from '../object-map.ts';
import { batchRead, readRecord } from '../object-reads.ts';
import type { Asked } from '../schema.ts';
import type { WireRecord } from '../wire.ts';

export interface Linked {
  readonly record: WireRecord;
  /** Ids of the far records by their type. */
  readonly links: ReadonlyMap<ObjectType, readonly string[]>;
}

export function askingFor(type: ObjectType, asked: readonly string[], targets: readonly ObjectType[] = []): Asked {
  return { map: { type, links: [] }, targets, asked, properties: new Map() };
}

/** Live records; one that is gone or in the recycle bin is left out. */
export async function readLinked(http: Http, asked: Asked, ids: readonly string[]): Promise<readonly Linked[]> {
  const { type } = asked.map;
  const isFew = ids.length <= Math.max(1, asked.targets.length);
  if (isFew) return readSingly(http, asked, ids);
  const records = await batchRead({ http, map: { type } }, asked, ids);
  const byType = new Map<ObjectType, Awaited<ReturnType<typeof readLinks>>>();
  for (const to of asked.targets) if (records.length > 0) byType.set(to, await readLinks(http, type, to, records.map(({ id }) => id)));
  return records.map((record) => linkedOf(record, byType));
}

async function readSingly(http: Http, asked: Asked, ids: readonly string[]): Promise<readonly Linked[]> {
  const found = new Map<string, Linked>();
  const met = new Set<string>();
  for (const id of ids) {
    if (met.has(id)) continue;
    const record = await readRecord({ http, map: asked.map }, asked, id, true);
    if (record === null || record.archived) continue;
    found.set(record.id, linkedOf(record, await inlineLinks(http, asked, [record])));
    for (const one of [record.id, ...(record.properties[MERGED_IDS] ?? '').split(';')]) met.add(one);
  }
  return [...found.values()];
}

function linkedOf(record: WireRecord, byType: LinksByType): Linked {
  return { record, links: new Map([...byType].map(([to, links]) => [to, [...(links.get(record.id)?.keys() ?? [])]])) };
}

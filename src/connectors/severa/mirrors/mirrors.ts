// Every mirror out of Severa, by name.
// Invariant: nothing is asked of Severa before a row is.
import type { MirrorName } from '../../../entities/mirrors/mirror.ts';
import type { MirrorAdapter } from '../../connector.ts';
import type { Sources } from '../sources.ts';
import { createMirrorAdapter } from './adapter.ts';
import { deliverySources } from './delivery.ts';
import { invoiceSources } from './invoices.ts';
import { projectSource } from './projects.ts';
import { workSources } from './work.ts';

export function createMirrors(sources: Pick<Sources, 'http' | 'lists' | 'clock'>): ReadonlyMap<MirrorName, MirrorAdapter> {
  const all = [projectSource, ...deliverySources, ...invoiceSources, ...workSources];
  return new Map(all.map((source) => [source.mirror, createMirrorAdapter(sources, source)]));
}

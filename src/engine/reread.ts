// What has been read has yet to be read anew, because there is a place for more of it by now. Invariant: it stands until somebody
// has read everything since.
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';

/** Name of the fact that says so. */
export function rereadFact(side: RemoteSide, entity: EntityName): string {
  return `reread:${side}:${entity}`;
}

// Home of what every adapter of Severa is made from. One set serves all entities, so that they share a token, a page size and
// the registries; each adds which registries its own rows refer to.
import type { Clock } from '../../lib/clock.ts';
import type { Http } from '../http.ts';
import type { Context } from './codecs.ts';
import type { Lists } from './paging.ts';
import type { Registries, RegistryName } from './registries.ts';

export interface Sources {
  readonly http: Http;
  readonly lists: Lists;
  readonly registries: Registries;
  readonly context: Context;
  readonly clock: Clock;
  /** Loaded before the first row is mapped or written. */
  readonly needs: readonly RegistryName[];
}

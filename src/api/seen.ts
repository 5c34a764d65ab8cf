// Who was shown whom: written down before the answer that shows them leaves. Invariant: only ids go on; whoever cannot be written down is
// not shown.
import { toInstant } from '../lib/clock.ts';
import type { EntityName } from '../core/vocabulary.ts';
import type { SeenAs } from '../store/access-log.ts';
import type { ApiWorkspace, Caller } from './route.ts';

type Where = Pick<ApiWorkspace, 'accessLog' | 'engine'>;
type Who = Pick<Caller, 'name'>;

/** @param linkIds of contacts */
export function noteSeen({ accessLog, engine }: Where, { name }: Who, what: SeenAs, linkIds: readonly string[]): Promise<void> {
  return accessLog.note({ actor: name, what, linkIds, at: toInstant(engine.clock.now()) });
}

/** Of records of any kind, those that are people. */
export function noteRecordsSeen(where: Where, who: Who, what: SeenAs, records: readonly { readonly entity: EntityName; readonly linkId: string }[]): Promise<void> {
  return noteSeen(where, who, what, records.flatMap(({ entity, linkId }) => (entity === 'contact' ? [linkId] : [])));
}

/** The same question, page by page, with everybody in its pages written down. */
export function seeing<From, Page extends { readonly items: readonly unknown[] }>(where: Where, who: Who, what: SeenAs, read: (from: From) => Promise<Page>, peopleIn: (item: Page['items'][number]) => readonly string[]): (from: From) => Promise<Page> {
  return async (from) => {
    const page = await read(from);
    await noteSeen(where, who, what, page.items.flatMap((item) => peopleIn(item)));
    return page;
  };
}

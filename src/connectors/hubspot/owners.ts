// Home of the owners registry: owner id ↔ e-mail, and user id → name for "changed by". Invariant: an id that is unknown
// after one look stays unknown until the list is read again, so that a stranger costs one look and not one per record.
import { AccessError } from '../../lib/errors.ts';
import type { RegistryItem } from '../connector.ts';
import type { Http } from '../http.ts';
import { cachedList } from './cached-list.ts';
import type { CachedList } from './cached-list.ts';
import { BUCKET, PAGE, routes } from './paths.ts';
import { ownersSchema } from './wire.ts';

export interface Owners {
  /** Makes the list known, and looks again when one of these ids is not on it. */
  know(ids: readonly string[]): Promise<void>;
  items(): Promise<readonly RegistryItem[]>;
  idOf(email: string): string | null;
  /** null: nobody has this id. undefined: owners may not be read. */
  emailOf(id: string): string | null | undefined;
  nameOfUser(userId: string): string | null;
  /** False when the credential may not read owners: the owner field is then left alone. */
  readable(): boolean;
}

type Options = Omit<Parameters<typeof cachedList>[0], 'name' | 'read'> & { readonly http: Http };

export function createOwners({ http, ...options }: Options): Owners {
  const list: CachedList = cachedList({
    ...options,
    name: 'owners',
    read: async () => {
      const current = await readOwners(http, false);
      return wide ? [...current, ...(await readOwners(http, true))] : current;
    },
  });
  const strangers = new Set<string>();
  let wide = false;
  let known: { readonly byId: ReadonlyMap<string, RegistryItem>; readonly items: readonly RegistryItem[] } = { byId: new Map(), items: [] };
  let forbidden = false;

  const take = (items: readonly RegistryItem[]): void => {
    if (items === known.items) return;
    known = { items, byId: new Map(items.map((item) => [item.id, item])) };
  };
  return {
    async know(ids) {
      if (forbidden) return;
      try {
        take(await list.get());
        const unknown = ids.filter((id) => !known.byId.has(id) && !strangers.has(id));
        if (unknown.length === 0) return;
        const before = known.items;
        if (wide) take(await list.renew());
        else {
          // The first stranger is most likely somebody who has left: such people still own records.
          const former = (await readOwners(http, true)).filter((item) => !known.byId.has(item.id));
          await list.put([...before, ...former]);
          wide = true;
          take(await list.get());
        }
        if (known.items !== before) for (const id of unknown.filter((id) => !known.byId.has(id))) strangers.add(id);
      } catch (error) {
        if (!(error instanceof AccessError) || error.code !== 'scope-missing') throw error;
        forbidden = true;
      }
    },
    items: async () => {
      take(await list.get());
      return known.items;
    },
    idOf: (email) => known.items.find((item) => item.active && item.email === email)?.id ?? null,
    emailOf: (id) => (forbidden ? undefined : (known.byId.get(id)?.email ?? null)),
    nameOfUser: (userId) => known.items.find((item) => item.code === userId)?.label ?? null,
    readable: () => !forbidden,
  };
}

async function readOwners(http: Http, archived: boolean): Promise<RegistryItem[]> {
  const items: RegistryItem[] = [];
  const seen = new Set<string>();
  for (let after: string | null = null; ; ) {
    const query: [string, string | number | boolean][] = [['limit', PAGE]];
    if (after !== null) query.push(['after', after]);
    if (archived) query.push(['archived', true]);
    const { data } = await http.call({ ...routes.owners, query, bucket: BUCKET, replay: 'safe', reply: ownersSchema });
    for (const owner of data.results) {
      const email = owner.email?.trim().toLowerCase() ?? '';
      const name = [owner.firstName, owner.lastName].filter((part) => part !== null && part.trim() !== '').join(' ');
      const user = owner.userId ?? owner.userIdIncludingInactive;
      items.push({
        id: owner.id,
        label: name || email || `#${owner.id}`,
        active: !owner.archived && !archived,
        ...(email ? { email } : {}),
        ...(user === null || user === undefined ? {} : { code: String(user) }),
      });
    }
    after = data.paging;
    if (after === null || seen.has(after)) return items;
    seen.add(after);
  }
}

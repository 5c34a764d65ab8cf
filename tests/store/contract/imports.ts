// The contract about imports: a batch goes in with what it takes to undo it, and each record of it by itself or not at all.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Fields } from '../../../src/core/vocabulary.ts';
import type { ImportedRecord } from '../../../src/store/imports.ts';
import type { Store } from '../../../src/store/store.ts';
import { at, dirtyIds, linkOf, localOf, withLocal, type Bench, type OpenBench } from './bench.ts';
import { firm, forgetAino, set } from './people.ts';

const BY = 'aino';

function record(linkId: string, seenVersion: number | null, fields: Fields, more: Partial<ImportedRecord> = {}): ImportedRecord {
  const kind = seenVersion === null ? 'create' : 'update';
  return {
    linkId, seenVersion, fields, keys: [], consents: [], by: BY, targets: null, isForgotten: false,
    journal: [{ runId: 'r1', linkId, entity: 'account', side: 'local', action: kind, outcome: 'done', fields: Object.keys(fields), reason: null, at: at(0) }],
    images: [{ runId: 'r1', side: 'local', refId: linkId, kind, sealed: `of ${linkId}` }], ...more,
  };
}

export function describeImports(open: OpenBench): void {
  describe('an import', () => {
    let bench: Bench;
    let store: Store;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
    });

    test('makes and completes records in one go, with journal, images and where they are to be made', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy' });
      const seen = (await localOf(store, 'c1')).version;
      const news = record('new-1', null, { name: 'Halla Oy' }, { keys: ['name:halla'], targets: ['crm'] });
      expect(await store.saveImported('account', [news, record(link.id, seen, { city: 'Oulu' }, { consents: [{ address: 'a@b.example', allowed: false, source: null, on: null }] })])).toEqual(['done', 'done']);
      expect(await linkOf(store, 'local', 'new-1')).toMatchObject({ id: 'new-1', stage: 'active', targets: ['crm'], sides: { local: { fields: { name: 'Halla Oy' }, modifiedBy: BY, base: {} } } });
      expect((await localOf(store, 'c1')).fields).toEqual({ name: 'Kuura Oy', city: 'Oulu' });
      expect(await linkOf(store, 'psa', 'c1')).not.toHaveProperty('targets');
      expect(await store.byKeys('account', ['name:halla'])).toEqual([{ key: 'name:halla', linkId: 'new-1', side: 'local' }]);
      expect(await dirtyIds(store)).toEqual(expect.arrayContaining(['new-1', link.id]));
      expect((await store.images({ runId: 'r1', limit: 10 })).map(({ linkId, kind, sealed }) => [linkId, kind, sealed])).toEqual([['new-1', 'create', 'of new-1'], [link.id, 'update', `of ${link.id}`]]);
      expect((await store.images({ links: [link.id], limit: 10 })).map(({ linkId }) => linkId)).toEqual([link.id]);
      expect((await store.journal({ runId: 'r1', limit: 10 })).map(({ linkId }) => linkId).toSorted()).toEqual(['new-1', link.id].toSorted());
      expect(await store.consents(link.id)).toMatchObject([{ address: 'a@b.example', allowed: false, by: BY }]);
    });

    test('leaves a record that has moved since it was looked at, and writes nothing down of it', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy' });
      expect(await store.saveImported('account', [record(link.id, 99, { city: 'Oulu' }), record('nobody', 1, { city: 'Oulu' }), record('new-1', null, { name: 'Halla Oy' })])).toEqual(['moved', 'absent', 'done']);
      expect([(await localOf(store, 'c1')).fields, (await store.images({ runId: 'r1', limit: 10 })).length, (await store.journal({ runId: 'r1', limit: 10 })).length]).toEqual([{ name: 'Kuura Oy' }, 1, 1]);
    });

    test('does not bring back who must stay forgotten, whether whoever imports knew or not', async () => {
      const people = await firm(store);
      await forgetAino(store, [people.aino.id]);
      const aino = { firstName: 'A', lastName: 'V', emails: set('aino.virtanen@kuura.example') };
      const eino = { firstName: 'E', lastName: 'L', emails: set('eino.uusi@kuura.example') };
      const given = [record('new-1', null, aino), record('new-2', null, eino), record('new-3', null, { firstName: 'X' }, { isForgotten: true })];
      expect(await store.saveImported('contact', given)).toEqual(['suppressed', 'done', 'suppressed']);
      expect((await store.links({ entity: 'contact', ids: ['new-1', 'new-2', 'new-3'], limit: 3 })).map(({ id }) => id)).toEqual(['new-2']);
      expect(await store.images({ links: ['new-1', 'new-3'], limit: 10 })).toEqual([]);
    });
  });
}

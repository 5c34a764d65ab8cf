// Associations are read a call after their records: what happens to a record in between is no edit of its associations.
import { expect, it } from 'vitest';
import { batch, collect, contacts, record, scripted } from './scripted.ts';
import type { Json } from './scripted.ts';

const associations = 'POST /crm/associations/2026-09/contacts/companies/batch/read';
const none: Json = { status: 'error', category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', message: 'none', context: { fromObjectId: ['1'] } };
const since = JSON.stringify({ since: Date.UTC(2026, 10, 2, 7) });

it('a contact that is merged away after a search has shown its company says nothing of its companies', async () => {
  const { people } = scripted({
    [`POST ${contacts}/search`]: [200, { total: 1, results: [record('1', { lastname: 'Mäki', associatedcompanyid: '71' })] }],
    [associations]: [207, batch([], [none])],
  });
  const [page] = await collect(people.changes(since));
  const fields = page?.snapshots[0]?.fields;
  expect(fields).toMatchObject({ lastName: 'Mäki' });
  expect(Object.keys(fields ?? {}).filter((name) => /account/iu.test(name))).toEqual([]);
});

it('a contact without a company has none', async () => {
  const { people } = scripted({
    [`POST ${contacts}/search`]: [200, { total: 1, results: [record('1', { lastname: 'Mäki', associatedcompanyid: '' })] }],
    [associations]: [207, batch([], [none])],
  });
  const [page] = await collect(people.changes(since));
  expect(page?.snapshots[0]?.fields).toMatchObject({ account: null, otherAccounts: [] });
});

// Finding a record by what a person calls it: the strongest word that fits anything counts alone.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createViews } from '../../../src/store/postgres/views/views.ts';
import type { Views } from '../../../src/store/views.ts';
import { freshDatabase } from '../../support/database.ts';
import { insertRecord } from './billing-rows.ts';

let database: Database<Tables>;
let views: Views;

beforeAll(async () => {
  database = await freshDatabase<Tables>();
  const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '1' }, large: { employees: 250, revenue: '2' } } };
  views = createViews({ database, workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes });
  await database.unit('main', async (transaction) => {
    const account = (link: string, side: string, id: string, name: string, businessId: string | null = null): Promise<void> => insertRecord(transaction, { link, side, entity: 'account', id, fields: { name, businessId } });
    await account('link-0001', 'psa', 'guid-aaaa', 'Kuura Oy', '2501113-6');
    await account('link-0001', 'crm', '9001', 'KUURA');
    await account('link-0001', 'local', 'link-0001', 'Kuura Oy', 'FI25011136');
    await account('link-0002', 'psa', 'guid-bbbb', 'Kuura Group Oy');
    await account('link-0003', 'psa', 'guid-cccc', '100 % Halla_Oy', '1234567-1');
    await account('link-0004', 'psa', 'guid-dddd', '9001');
    await account('link-0005', 'psa', 'guid-ffff', 'Oy Lumi');
    await insertRecord(transaction, { link: 'deal-0001', side: 'psa', entity: 'salesCase', id: 'guid-eeee', fields: { name: 'Kuura Oy', number: '17' } });
  });
});

const found = async (word: string, entity: 'account' | 'salesCase' = 'account'): Promise<readonly string[]> => (await views.find({ entity, word })).found.map(({ id }) => id);

const near = async (word: string): Promise<readonly string[]> => (await views.find({ entity: 'account', word })).near;

describe('a record', () => {
  it('is found by an id of any system before anything else', async () => {
    expect([await found('link-0001'), await found('guid-bbbb'), await found('9001')]).toEqual([['link-0001'], ['link-0002'], ['link-0001']]);
  });

  it('is found by its business ID however it is written, and a sales case by its number', async () => {
    expect([await found('2501113-6'), await found('fi25011136'), await found('25011136'), await found('17', 'salesCase')]).toEqual([['link-0001'], ['link-0001'], ['link-0001'], ['deal-0001']]);
    expect((await views.find({ entity: 'account', word: 'Kuura Oy' })).found).toEqual([{ id: 'link-0001', name: 'Kuura Oy', number: 'FI25011136' }]);
  });

  it('is found by its name before the beginnings of names, which may be several', async () => {
    expect([await found('kuura oy'), await found('Kuura'), await found('kuura g')]).toEqual([['link-0001'], ['link-0002', 'link-0001'], ['link-0002']]);
    expect([await found('guid-c'), await found('gui')]).toEqual([['link-0003'], []]);
  });

  it('is not guessed at from a beginning that others have as a later word', async () => {
    expect([await found('Oy'), await found('oy l')]).toEqual([['link-0005', 'link-0002', 'link-0001'], ['link-0005']]);
  });

  it('is found by the very letters, also by those that mean something to a search', async () => {
    expect([await found('100 %'), await found('%'), await found('100 % Halla-'), await found('100 % Halla_')]).toEqual([['link-0003'], [], [], ['link-0003']]);
  });

  it('that is not there is answered with names that are like it', async () => {
    expect([await near('group'), await near('Kura Oy'), await near('Hala_Oy'), await near('zzzzzzzz')]).toEqual([['Kuura Group Oy'], ['Kuura Oy'], ['100 % Halla_Oy'], []]);
  });
});

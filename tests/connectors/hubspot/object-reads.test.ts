import { describe, expect, it } from 'vitest';
import { isTombstone } from '../../../src/core/vocabulary.ts';
import { batch, companies, record, scripted } from './scripted.ts';
import type { Json, Sent } from './scripted.ts';

const read = `POST ${companies}/batch/read`;
const idsOf = (sent: Sent | undefined): string[] => ((sent?.json['inputs'] ?? []) as { id: string }[]).map((input) => input.id);

describe('reading companies by id', () => {
  it('takes 100 in a call, each id once, in whatever order they come back', async () => {
    const ids = Array.from({ length: 150 }, (_, index) => String(index + 1));
    const { accounts, sent } = scripted({ [read]: (one: Sent) => [200, batch(idsOf(one).toReversed().map((id) => record(id, { name: `Yritys ${id}` })))] });
    const answers = await accounts.read([...ids, '1']);
    expect(answers.size).toBe(150);
    expect(sent.filter((one) => one.line === read).map((one) => idsOf(one).length)).toEqual([100, 50]);
    const answer = answers.get('120');
    expect(answer && !isTombstone(answer) && answer.fields['name']).toBe('Yritys 120');
  });

  it('looks one by one for what the batch does not know: gone, archived or merged', async () => {
    const missing: Json = { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some COMPANY objects', context: { ids: ['2', '3', '4'] } };
    const { accounts, connector } = scripted({
      [read]: [207, batch([record('1', {})], [missing])],
      [`GET ${companies}/2`]: [404, { status: 'error', message: 'resource not found' }],
      [`GET ${companies}/3`]: [200, record('3', {}, { archived: true })],
      [`GET ${companies}/4`]: [200, record('40', { name: 'Koivula Oy' })],
    });
    const answers = await accounts.read(['1', '2', '3', '4']);
    expect(answers.get('2')).toMatchObject({ id: '2', how: 'missing' });
    expect(answers.get('3')).toMatchObject({ id: '3', how: 'archived' });
    expect(answers.get('4')).toMatchObject({ id: '40', formerIds: ['4'], fields: { name: 'Koivula Oy' } });
    expect(connector.calls.get('GET /crm/objects/2026-09/companies/{objectId}')).toBe(3);
  });

  it('takes a batch that is not found as a whole as one in which nothing is known', async () => {
    const { accounts } = scripted({ [read]: [404, { status: 'error', message: 'resource not found' }], [`GET ${companies}/2`]: [200, record('2', { name: 'Koivula Oy' })] });
    expect((await accounts.read(['2'])).get('2')).toMatchObject({ id: '2', fields: { name: 'Koivula Oy' } });
  });

  it('draws no conclusion about records beyond the lookups it allows itself', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => String(index + 1));
    const gone = Object.fromEntries(ids.map((id) => [`GET ${companies}/${id}`, [404, { message: 'resource not found' }] as const]));
    const { accounts } = scripted({ [read]: [207, batch([])], ...gone });
    expect((await accounts.read(ids)).size).toBe(50);
  });

  it('finds a create by its key alone', async () => {
    const { accounts, sent } = scripted({ [read]: [207, batch([record('11', { sauma_key: 'k1', name: 'Koivula Oy' })], [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['k2'] } }])] });
    const found = await accounts.find([{ kind: 'create', key: 'k1', fields: {} }, { kind: 'create', key: 'k2', fields: {} }], '2026-11-02T07:00:00Z');
    expect(found.get('k1')?.map((snapshot) => snapshot.id)).toEqual(['11']);
    expect(found.get('k2')).toEqual([]);
    expect(sent.find((one) => one.line === read)?.json).toMatchObject({ idProperty: 'sauma_key', inputs: [{ id: 'k1' }, { id: 'k2' }] });
  });
});

// What Severa may do and the sandbox does not: values that cannot be emptied, a deletion that is refused, a deleted row that still
// shows its person.
import { describe, expect, it } from 'vitest';
import type { Trace, TreatOrder } from '../../../../src/connectors/privacy.ts';
import { NOBODY } from '../../../../src/core/subject.ts';
import type { Answer } from '../../scripted.ts';
import { routed } from '../../scripted.ts';
import { severaBench } from '../bench.ts';
import { privacyScopes, words } from './world.ts';

type Row = Record<string, unknown>;
interface Ways {
  /** Replaces of these are refused. */
  readonly refuses?: readonly string[];
  /** Replaces of these are answered and not stored. */
  readonly ignores?: readonly string[];
  readonly deletion?: number;
  readonly status?: number;
}

/** A vendor with one contact. */
function vendor(row: Row, { refuses = [], ignores = [], deletion = 204, status = 200 }: Ways = {}) {
  let kept: Row | null = { guid: 'p-1', firstName: 'Sanelma', lastName: 'Tuomikoski', emails: [], phoneNumbers: [], isDeleted: false, ...row };
  const { transport, requests } = routed((request, route): Answer | undefined => {
    if (route.endsWith('/token')) return { status: 200, body: { access_token: 't', access_token_expires_in: 3600 } };
    if (status !== 200) return { status };
    if (!route.endsWith('/contactpersons/p-1')) return route.startsWith('GET') ? { status: 200, body: route.endsWith('/contactpersons') && kept ? [kept] : [] } : undefined;
    if (kept === null) return { status: 404 };
    if (request.method === 'DELETE') {
      if (deletion === 204) kept = null;
      return { status: deletion };
    }
    if (request.method === 'PATCH') {
      const changes = (JSON.parse(request.body ?? '[]') as { path: string; value: unknown }[]).map(({ path, value }) => [path.slice(1), value] as const);
      if (kept['isDeleted'] === true || changes.some(([name]) => refuses.includes(name))) return { status: 400, body: { error: { type: 'InvalidParameter', details: [] } } };
      kept = { ...kept, ...Object.fromEntries(changes.filter(([name]) => !ignores.includes(name))) };
      return { status: 200, body: [kept] };
    }
    return { status: 200, body: kept };
  });
  const { privacy } = severaBench({ connector: { transport, scopes: privacyScopes } }).connector;
  if (privacy === undefined) throw new Error('Severa can be asked to forget');
  const sent = (): string[] => requests.flatMap(({ method, url }) => (url.endsWith('/token') ? [] : [`${method} ${new URL(url).pathname.replace('/rest-api/v1', '')}`]));
  return { privacy, row: () => kept, sent };
}

const trace = (id: string, kind: string): Trace => ({ id, kind, treatment: 'delete', sure: true, others: 0, texts: {}, content: {} });
const person: readonly TreatOrder[] = [{ trace: trace('contactpersons:p-1', 'contact'), treatment: 'delete', texts: {} }];
const order = (id: string, treatment: TreatOrder['treatment']): TreatOrder => ({ trace: trace(id, 'text'), treatment, texts: {} });
const subject = { ...NOBODY, names: [{ first: 'Sanelma', last: 'Tuomikoski' }], refs: [{ side: 'psa', kind: 'contact', id: 'p-1' }] } as const;

describe('a contact that Severa does not let go of as a whole', () => {
  it('is emptied value by value when one of them is refused, and deleted', async () => {
    const { privacy, row, sent } = vendor({ description: 'Soittaa iltaisin', timeZone: { guid: 'z-1' } }, { refuses: ['timeZone'], deletion: 400 });
    expect(words(await privacy.treat(person))).toEqual(['anonymised']);
    expect(row()).toMatchObject({ firstName: 'Deleted', lastName: 'Contact', description: null, timeZone: { guid: 'z-1' } });
    expect(sent().filter((route) => route.startsWith('DELETE'))).toHaveLength(1);
  });

  it('is a person’s to do when something personal stays', async () => {
    const { privacy } = vendor({ jobTitle: 'Ostopäällikkö' }, { ignores: ['jobTitle'], deletion: 400 });
    expect(words(await privacy.treat(person))).toEqual(['rejected:not-emptied']);
  });

  it('is deleted with what could not be emptied, where Severa deletes it', async () => {
    const { privacy, row } = vendor({ jobTitle: 'Ostopäällikkö' }, { ignores: ['jobTitle'] });
    expect(words(await privacy.treat(person))).toEqual(['deleted']);
    expect(row()).toBeNull();
    expect(words(await privacy.treat(person))).toEqual(['absent']);
  });

  it('that was deleted in Severa and still shows its person is a person’s to do', async () => {
    const { privacy } = vendor({ isDeleted: true, emails: ['sanelma@honkapuu.example'] });
    const { traces } = await privacy.traces(subject);
    expect(traces.map(({ id, treatment, reason }) => [id, treatment, reason])).toEqual([['contactpersons:p-1', 'manual', 'deleted-not-emptied']]);
    expect(words(await privacy.treat(person))).toEqual(['rejected:not-emptied']);
  });

  it('that was deleted and emptied there is nothing', async () => {
    const { privacy } = vendor({ isDeleted: true, firstName: 'Poistettu', lastName: 'Yhteyshenkilö' });
    expect([(await privacy.traces(subject)).traces, await privacy.left(subject, [])]).toEqual([[], []]);
    expect(words(await privacy.treat(person))).toEqual(['anonymised']);
  });
});

describe('treating', () => {
  it('ends with a refused credential, and asks for nothing more', async () => {
    const { privacy, sent } = vendor({}, { status: 401 });
    const points = ['a-1', 'a-2'].map((id): TreatOrder => ({ trace: trace(`contactcommunications:${id}`, 'communication'), treatment: 'delete', texts: {} }));
    expect(words(await privacy.treat([...points, ...person]))).toEqual(['failed:credentials-refused', 'failed:credentials-refused', 'failed:credentials-refused']);
    expect(new Set(sent())).toEqual(new Set(['DELETE /contactcommunications/a-1']));
  });

  it('refuses what Severa has no way for', async () => {
    const { privacy, sent } = vendor({});
    expect(words(await privacy.treat([order('customers:c-1', 'delete'), order('invoices:i-1', 'detach'), order('users:u-1', 'delete')]))).toEqual(Array.from({ length: 3 }, () => 'rejected:no-such-treatment'));
    expect(sent()).toEqual([]);
  });
});

// Persons and their rights over the API. Invariants: whoever looks at a person here is written down as well; what is noted about a person
// is told to those with the right to it, and the rest of the record to nobody by these routes.
import type { FieldName } from '../../core/vocabulary.ts';
import { idsIn } from '../../engine/keys.ts';
import { withOverrides } from '../../engine/rules.ts';
import type { AccessEntry } from '../../store/access-log.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { registerPage } from '../register-cursor.ts';
import type { ApiContext, ApiWorkspace, Route } from '../route.ts';
import { noteSeen, seeing } from '../seen.ts';
import { each, fileReply } from '../sheet-file.ts';
import type { FileColumn } from '../sheet-file.ts';

const MOST = 1_000;
const BASES: FieldName = 'legalBasis';

const WHAT: Readonly<Record<AccessEntry['what'], Readonly<Record<'fi' | 'en', string>>>> = {
  record: { fi: 'avasi tiedot', en: 'opened the record' }, list: { fi: 'luettelossa', en: 'on a list' }, file: { fi: 'tiedostossa', en: 'in a file' }, account: { fi: 'asiakkaan sivulla', en: 'on an account’s page' },
  salesCase: { fi: 'myyntitapauksessa', en: 'with a sales case' }, touches: { fi: 'kontaktoinneissa', en: 'among touches' }, inbox: { fi: 'ratkaistavissa asioissa', en: 'in an inbox' }, run: { fi: 'ajon tiedoissa', en: 'in a run' },
  privacy: { fi: 'tietosuojasivulla', en: 'on a privacy page' }, subjectExport: { fi: 'tietopyynnössä', en: 'in an access export' }, erasure: { fi: 'poistopyynnössä', en: 'in an erasure request' }, commandLine: { fi: 'komentorivillä', en: 'on the command line' },
};

const SEEN_COLUMNS: readonly FileColumn<AccessEntry>[] = [
  { kind: 'text', label: { fi: 'Kuka', en: 'Who' }, of: ({ actor }) => actor },
  { kind: 'text', label: { fi: 'Missä', en: 'Where' }, of: ({ what }, locale) => WHAT[what][locale] },
  { kind: 'date', label: { fi: 'Päivä (UTC)', en: 'Day (UTC)' }, of: ({ day }) => day },
  { kind: 'decimal', label: { fi: 'Kertaa', en: 'Times' }, of: ({ count }) => String(count) },
  { kind: 'instant', label: { fi: 'Ensimmäisen kerran (UTC)', en: 'First (UTC)' }, of: ({ firstAt }) => firstAt },
  { kind: 'instant', label: { fi: 'Viimeksi (UTC)', en: 'Last (UTC)' }, of: ({ lastAt }) => lastAt },
];

export function accessLogRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.persons, async ({ views, workspace, caller, today, query, tell }) => {
      const read = seeing(workspace, caller, 'privacy', async (from: { readonly after: string | null; readonly limit: number; readonly counted: boolean }) => {
        const page = await views.contactLines({ ...from, words: query.q ?? null, sort: { by: 'name', descending: false }, filter: { dormantBefore: today } });
        return { ...page, items: page.items.map(({ id, name, accountName }) => ({ id, name, accountName })) };
      }, ({ id }) => [id]);
      return tell(await registerPage(query, read));
    }),
    dataRoute(context, CONTRACTS.restrictedPersons, async ({ views, workspace, caller, today, tell }) => {
      const standing = await workspace.restrictions.standing();
      const names = await called(views, today, standing.map(({ linkId }) => linkId));
      await noteSeen(workspace, caller, 'privacy', standing.map(({ linkId }) => linkId));
      return tell({ items: standing.map(({ linkId, reason, by, at }) => ({ id: linkId, name: names.get(linkId)?.name ?? null, accountName: names.get(linkId)?.accountName ?? null, reason, by, at })) });
    }),
    dataRoute(context, CONTRACTS.person, async ({ views, workspace, caller, today, params, tell, nothing }) => {
      const id = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (id === null) return nothing();
      await noteSeen(workspace, caller, 'privacy', [id]);
      const { name = null, accountName = null } = (await called(views, today, [id])).get(id) ?? {};
      return tell({
        id, name, accountName, restrictions: (await workspace.restrictions.of(id)).map(({ linkId: _linkId, ...one }) => one), rectifications: (await workspace.personNotes.rectifications(id)).map(({ linkId: _linkId, ...one }) => one),
        legalBases: (await workspace.personNotes.legalBases(id)).map(({ linkId: _linkId, ...one }) => one), bases: await basesOf(workspace, id),
      });
    }),
    dataRoute(context, CONTRACTS.personSeen, async ({ views, workspace, caller, params, query, withAmounts, tell, nothing }) => {
      const id = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (id === null) return nothing();
      await noteSeen(workspace, caller, 'privacy', [id]);
      const items = await workspace.accessLog.of(id);
      const { format, locale } = query;
      if (format !== 'json') return fileReply({ name: locale === 'fi' ? 'katselut' : 'who-saw', columns: SEEN_COLUMNS, rows: each(items), format, locale, withAmounts });
      return tell({ items, keptDays: (await withOverrides(workspace.engine)).limits.retention.accessLog });
    }),
  ];
}

/** The grounds that stand, as the record has them: ours, or where we keep none what a system shows. */
export async function basesOf({ store }: Pick<ApiWorkspace, 'store'>, id: string): Promise<readonly string[]> {
  const [link] = await store.links({ entity: 'contact', ids: [id], limit: 1 });
  const { local, crm, psa } = link?.sides ?? {};
  return idsIn([local, crm, psa].find((state) => state !== undefined && state.gone === null)?.fields[BASES] ?? null);
}

type Names = ReadonlyMap<string, { readonly name: string | null; readonly accountName: string | null }>;

async function called(views: ApiWorkspace['views'], today: string, ids: readonly string[]): Promise<Names> {
  if (ids.length === 0) return new Map();
  const { items } = await views.contactLines({ after: null, limit: MOST, counted: false, words: null, sort: { by: 'name', descending: false }, filter: { ids, dormantBefore: today } });
  return new Map(items.map((item) => [item.id, item]));
}

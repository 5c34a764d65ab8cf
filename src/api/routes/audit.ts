// The audit over the API: page by page, or whole as a file. Invariant: the file has the lines of the list with the same filters.
import { toInstant } from '../../lib/clock.ts';
import { midnightIn } from '../../lib/day.ts';
import type { AuditLine, AuditOutcome, AuditPlace, AuditQuestion } from '../../store/audit.ts';
import { CONTRACTS } from '../contract.ts';
import { AUDIT_WORDS } from '../contract/audit-words.ts';
import { dataRoute } from '../data-route.ts';
import { cursorOf, placeIn } from '../keyset.ts';
import type { ApiContext, ApiWorkspace, Route } from '../route.ts';
import { fileReply, type FileColumn } from '../sheet-file.ts';

const DAY_MS = 86_400_000;
const FILE_PAGE = 1_000;

const OUTCOMES = { done: { fi: 'tehtiin', en: 'done' }, refused: { fi: 'evättiin', en: 'refused' }, failed: { fi: 'epäonnistui', en: 'failed' } } as const;

const COLUMNS: readonly FileColumn<AuditLine>[] = [
  { kind: 'instant', label: { fi: 'Aika (UTC)', en: 'Time (UTC)' }, of: ({ at }) => at },
  { kind: 'text', label: { fi: 'Kuka', en: 'Who' }, of: ({ actor }) => actor },
  { kind: 'text', label: { fi: 'Mitä', en: 'What' }, of: ({ action }, locale) => AUDIT_WORDS[action]?.[locale] ?? action },
  { kind: 'text', label: { fi: 'Kohde', en: 'To what' }, of: ({ target }) => Object.entries(target).filter(([name]) => name !== 'person').map(([name, id]) => `${name}: ${id}`).join(', ') },
  { kind: 'text', label: { fi: 'Tulos', en: 'Outcome' }, of: ({ status }, locale) => OUTCOMES[outcomeOf(status)][locale] },
  { kind: 'text', label: { fi: 'Tekijän tunniste', en: 'Id of who did it' }, of: ({ target }) => target['person'] ?? null },
  { kind: 'text', label: { fi: 'Pyynnön tunniste', en: 'Request id' }, of: ({ requestId }) => requestId },
];

export function auditRoutes(context: ApiContext): readonly Route[] {
  const startOf = (day: string): number => midnightIn(context.timeZone, day);
  return [
    dataRoute(context, CONTRACTS.audit, async ({ query, workspace, tell, withAmounts }) => {
      const { actor, action, outcome, atFrom, atUntil, limit, format, locale } = query;
      const filter: Omit<AuditQuestion, 'after' | 'limit'> = {
        ...(actor === undefined ? {} : { actor }),
        ...(action === undefined ? {} : { actions: action }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(atFrom === undefined ? {} : { from: toInstant(startOf(atFrom)) }),
        ...(atUntil === undefined ? {} : { until: toInstant(startOf(new Date(Date.parse(`${atUntil}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10))) }),
      };
      if (format !== 'json') return fileReply({ name: 'audit', columns: COLUMNS, rows: await everyLine(workspace, filter), format, locale, withAmounts });
      const { items, next, total } = await workspace.audit.lines({ ...filter, after: placeIn(query, 'numbers'), limit });
      return tell({ items: items.map(({ status, ...line }) => ({ ...line, outcome: outcomeOf(status) })), next: cursorOf(query, next), total });
    }),
    dataRoute(context, CONTRACTS.auditActors, async ({ workspace, tell }) => tell({ items: await workspace.audit.actors() })),
    dataRoute(context, CONTRACTS.auditCheck, async ({ workspace, tell }) => {
      const { lines, head, faults, found } = await workspace.audit.check();
      return tell({ lines, headAt: head?.at ?? null, faults, found });
    }),
  ];
}

function outcomeOf(status: number): AuditOutcome {
  if (status < 400) return 'done';
  return status < 500 ? 'refused' : 'failed';
}

/** The first page is asked at once: what cannot be answered is refused before a file has been promised. */
async function everyLine({ audit }: ApiWorkspace, filter: Omit<AuditQuestion, 'after' | 'limit'>): Promise<AsyncIterable<AuditLine>> {
  const page = (after: AuditPlace | null): ReturnType<typeof audit.lines> => audit.lines({ ...filter, after, limit: FILE_PAGE });
  const first = await page(null);
  return (async function* () {
    for (let { items, next } = first; ; { items, next } = await page(next)) {
      yield* items;
      if (next === null) return;
    }
  })();
}

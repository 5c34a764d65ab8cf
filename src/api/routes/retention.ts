// Retention rules over the API. Invariant: what is approved here becomes requests; nothing is forgotten by these routes.
import { approveProposal, PROPOSED_FACT, proposeNow } from '../../erasure/retention-rules.ts';
import { withOverrides } from '../../engine/rules.ts';
import { toInstant } from '../../lib/clock.ts';
import type { FoundContact, RetentionRule } from '../../store/retention.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { cursorOf, placeIn } from '../keyset.ts';
import type { ApiContext, ApiWorkspace, Route } from '../route.ts';
import { noteSeen } from '../seen.ts';
import { each, fileReply } from '../sheet-file.ts';
import type { FileColumn } from '../sheet-file.ts';

/** Of a file. */
const MOST = 10_000;
const MOVED = ['rule-changed', 'Somebody else has changed this rule. Read the list again.'] as const;

const yes = (is: boolean, locale: 'fi' | 'en'): string => (is ? { fi: 'kyllä', en: 'yes' } : { fi: 'ei', en: 'no' })[locale];
const COLUMNS: readonly FileColumn<FoundContact>[] = [
  { kind: 'text', label: { fi: 'Yhteyshenkilö', en: 'Contact' }, of: ({ name }) => name },
  { kind: 'text', label: { fi: 'Asiakas', en: 'Account' }, of: ({ accountName }) => accountName },
  { kind: 'date', label: { fi: 'Viimeksi tiedossa', en: 'Last known' }, of: ({ quietSince }) => quietSince },
  { kind: 'text', label: { fi: 'On ostanut', en: 'Has bought' }, of: ({ isCustomer }, locale) => yes(isCustomer, locale) },
  { kind: 'text', label: { fi: 'Käsittelyperuste', en: 'Legal basis' }, of: ({ hasBasis }, locale) => yes(hasBasis, locale) },
  { kind: 'text', label: { fi: 'Aktiivinen', en: 'Active' }, of: ({ active }, locale) => yes(active, locale) },
  { kind: 'text', label: { fi: 'Tunniste', en: 'Id' }, of: ({ linkId }) => linkId },
];

export function retentionRoutes(context: ApiContext): readonly Route[] {
  return [...ruleRoutes(context), ...proposalRoutes(context)];
}

function ruleRoutes(context: ApiContext): readonly Route[] {
  const now = (): string => toInstant(context.clock.now());
  const save = (workspace: ApiWorkspace, id: string, rule: RetentionRule | null, seen: number, by: string): Promise<boolean> => workspace.retention.saveRule({ id, rule, seen, by, at: now() });
  return [
    dataRoute(context, CONTRACTS.retentionRules, async ({ workspace, tell }) => {
      const items = (await workspace.retention.rules()).flatMap(({ rule, ...one }) => (rule === null ? [] : [{ ...one, ...rule }]));
      return tell({ items, proposedAt: (await workspace.store.fact(PROPOSED_FACT)) as string | null });
    }),
    dataRoute(context, CONTRACTS.retentionHistory, async ({ workspace, params, tell, nothing }) => {
      const items = (await workspace.retention.rules({ history: true })).flatMap(({ id, ...one }) => (id === params['id'] ? [one] : []));
      return items.length === 0 ? nothing() : tell({ items });
    }),
    dataRoute(context, CONTRACTS.addRetentionRule, async ({ workspace, caller, body, tell }) => {
      const id = context.newId();
      await save(workspace, id, body, 0, caller.name);
      return { ...tell({ id }), noted: { id } };
    }),
    dataRoute(context, CONTRACTS.saveRetentionRule, async ({ workspace, caller, params, body, tell, nothing, clash }) => {
      const id = params['id'] ?? '';
      if (!(await known(workspace, id))) return nothing();
      return (await save(workspace, id, body.rule, body.version, caller.name)) ? tell({ id }) : clash(...MOVED);
    }),
    dataRoute(context, CONTRACTS.removeRetentionRule, async ({ workspace, caller, params, body, tell, nothing, clash }) => {
      const id = params['id'] ?? '';
      if (!(await known(workspace, id))) return nothing();
      if (!(await save(workspace, id, null, body.version, caller.name))) return clash(...MOVED);
      await workspace.retention.withdraw(id);
      return tell({ id });
    }),
    dataRoute(context, CONTRACTS.previewRetention, async ({ workspace, caller, query, today, withAmounts, tell }) => {
      const { quietMonths, format, locale, limit } = query;
      const rule = { name: '', quietMonths, customersToo: query.customersToo === 'yes', withoutBasis: query.withoutBasis === 'yes', inactiveOnly: query.inactiveOnly === 'yes' };
      const { items, total } = await workspace.retention.quiet({ rule, today, limit: format === 'json' ? limit : MOST });
      await noteSeen(workspace, caller, 'privacy', items.map(({ linkId }) => linkId));
      if (format !== 'json') return fileReply({ name: locale === 'fi' ? 'sailytys' : 'retention', columns: COLUMNS, rows: each(items), format, locale, withAmounts });
      return tell({ items: items.map(({ linkId, ...one }) => ({ id: linkId, ...one })), total });
    }),
  ];
}

async function known({ retention }: ApiWorkspace, id: string): Promise<boolean> {
  return (await retention.rules()).some((one) => one.id === id && one.rule !== null);
}

function proposalRoutes(context: ApiContext): readonly Route[] {
  const { clock, newId, timeZone, log } = context;
  return [
    dataRoute(context, CONTRACTS.proposeRetention, async ({ workspace: { retention, store }, tell }) => tell({ proposed: await proposeNow({ retention, store, clock, newId, timeZone, log }) })),
    dataRoute(context, CONTRACTS.retentionProposals, async ({ workspace, caller, query, tell }) => {
      const place = placeIn(query);
      const { items, next, total } = await workspace.retention.proposals({ state: query.state, after: place === null ? null : { at: place.since, id: place.id }, limit: query.limit });
      const names = new Map((await workspace.retention.rules({ history: true })).toReversed().flatMap(({ id, rule }) => (rule === null ? [] : [[id, rule.name] as const])));
      await noteSeen(workspace, caller, 'privacy', items.map(({ linkId }) => linkId));
      return tell({
        items: items.map(({ id, linkId, ruleId, requestId, ...one }) => ({ ...one, id: linkId, proposal: id, rule: names.get(ruleId) ?? null, request: requestId })),
        next: cursorOf(query, next === null ? null : { since: next.at, id: next.id }),
        total,
      });
    }),
    dataRoute(context, CONTRACTS.approveProposals, async ({ workspace, caller, body, tell }) => {
      const requests: string[] = [];
      for (const id of new Set(body.ids)) {
        const request = await approveProposal({ ...workspace.erasure, retention: workspace.retention }, id, caller.name);
        if (request !== null) requests.push(request);
      }
      return { ...tell({ requests, passedOver: new Set(body.ids).size - requests.length }), noted: { requests: String(requests.length) }, afterwards: () => context.wake(caller.workspace) };
    }),
    dataRoute(context, CONTRACTS.keepProposals, async ({ workspace, caller, body, tell }) => {
      let kept = 0;
      for (const id of new Set(body.ids)) if (await workspace.retention.decide({ id, state: 'kept', by: caller.name, at: toInstant(clock.now()), requestId: null })) kept += 1;
      return tell({ kept });
    }),
    dataRoute(context, CONTRACTS.legalBasisCounts, async ({ workspace, tell }) => {
      const { legalBasis } = await withOverrides(workspace.engine);
      const required = legalBasis?.required ?? false;
      return tell({ required, ...(await workspace.personNotes.basisCounts(legalBasis?.defaults ?? { psa: '', crm: '' })) });
    }),
  ];
}

// Requests to be forgotten over the API: each deed is one use case of erasure/, and what the machine does after it goes on behind the answer.
// Invariants: nothing is told of whether anybody is known before the identity is confirmed; what cannot be done any more is a clash that
// says what to do.
import { approve } from '../../erasure/approve.ts';
import { confirmManual, eraseAgain, lift, retry } from '../../erasure/again.ts';
import { discoverAgain } from '../../erasure/discover.ts';
import { proceed } from '../../erasure/proceed.ts';
import { dataOf } from '../../erasure/request-data.ts';
import { awaitIdentity, cancel, extend, receive, recordIdentity, refuse } from '../../erasure/requests.ts';
import { choosePerson, decide, reviewOf } from '../../erasure/review.ts';
import { statusesOf, statusOf } from '../../erasure/status.ts';
import { namesIn } from '../../engine/called.ts';
import { linksOf, nameOf } from '../../engine/record-names.ts';
import type { ErasureContext } from '../../erasure/context.ts';
import type { ErasureRequest } from '../../store/erasures.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { answered } from '../erasure-refusals.ts';
import type { Refusing } from '../erasure-refusals.ts';
import { ERASURE_COLUMNS } from '../erasure-columns.ts';
import { allRequests, matching, summaryOf } from '../erasure-list.ts';
import { nextOf } from '../paging.ts';
import type { ApiContext, ApiReply, ApiWorkspace, Caller, Route, TextReply } from '../route.ts';
import { noteSeen } from '../seen.ts';
import { each, fileReply } from '../sheet-file.ts';
import { contactsLike } from '../subject-search.ts';
import { shownIn, toldItem, toldRequest, toldReview } from '../told-erasure.ts';
import type { ToldRequest } from '../told-erasure.ts';

export function erasureRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.erasures, async ({ workspace: { erasure }, query, offset, tell, withAmounts }) => {
      const { limit, format, locale } = query;
      const found = await matching(erasure, query, context.timeZone);
      if (format !== 'json') return fileReply({ name: 'erasure-requests', columns: ERASURE_COLUMNS, rows: each((await statusesOf(erasure, found)).map(toldItem)), format, locale, withAmounts });
      const items = (await statusesOf(erasure, found.slice(offset(), offset() + limit))).map(toldItem);
      return tell({ items, next: nextOf(query, offset(), found.length), total: found.length });
    }),
    dataRoute(context, CONTRACTS.erasureSummary, async ({ workspace: { erasure }, tell }) => tell(summaryOf(await statusesOf(erasure, await allRequests(erasure, 'open'))))),
    dataRoute(context, CONTRACTS.addErasure, (asked) => answered(asked, async () => {
      const { workspace: { erasure, store }, body: { link, ...subject }, caller, tell } = asked;
      const { request, existed } = await receive(erasure, { ...subject, ...(link !== undefined && (await pickedAs(store, link, subject.name))), origin: caller.session === null ? 'api' : 'web', by: caller.name });
      return { ...tell({ id: request.id, existed }), noted: { request: request.id } };
    })),
    dataRoute(context, CONTRACTS.findSubject, async ({ workspace, caller, today, body, tell }) => tell(await contactsLike(workspace, caller, 'erasure', body.q, today))),
    dataRoute(context, CONTRACTS.erasure, (asked) => answered(asked, async () => asked.tell(await told(asked.workspace, asked.caller, asked.params['id'] ?? '')))),
    dataRoute(context, CONTRACTS.erasureReview, (asked) => answered(asked, async () => {
      const { workspace, caller, params, tell } = asked;
      const review = await reviewOf(workspace.erasure, params['id'] ?? '');
      await noteSeen(workspace, caller, 'erasure', dataOf(workspace.erasure, review.request).subject.linkIds);
      const { entities } = workspace.engine;
      return tell(toldReview(review, entities, await namesIn({ entities, store: workspace.store }, shownIn(review, entities))));
    })),
    dataRoute(context, CONTRACTS.askIdentity, (asked) => deed(asked, (erasure, id) => awaitIdentity(erasure, id))),
    dataRoute(context, CONTRACTS.confirmIdentity, (asked) => deed(asked, (erasure, id) => recordIdentity(erasure, id, { how: asked.body.how, by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.discoverSubject, (asked) => deed(asked, (erasure, id) => discoverAgain(erasure, id))),
    dataRoute(context, CONTRACTS.choosePerson, (asked) => deed(asked, (erasure, id) => choosePerson(erasure, id, { linkIds: asked.body.links, by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.decideErasure, (asked) => deed(asked, (erasure, id) => decide(erasure, id, { decisions: asked.body.decisions, by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.approveErasure, (asked) => deed(asked, (erasure, id) => approve(erasure, id, { by: asked.caller.name, version: asked.body.version }))),
    dataRoute(context, CONTRACTS.refuseErasure, (asked) => deed(asked, (erasure, id) => refuse(erasure, id, { reason: asked.body.reason, by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.cancelErasure, (asked) => deed(asked, (erasure, id) => cancel(erasure, id, { by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.extendErasure, (asked) => deed(asked, (erasure, id) => extend(erasure, id, { reason: asked.body.reason, by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.retryErasure, (asked) => deed(asked, (erasure, id) => retry(erasure, id, asked.body.steps === undefined ? {} : { steps: asked.body.steps }))),
    dataRoute(context, CONTRACTS.stepByHand, (asked) => deed(asked, (erasure, id) => confirmManual(erasure, id, asked.params['step'] ?? '', { by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.eraseAgain, (asked) => deed(asked, (erasure, id) => eraseAgain(erasure, id, { by: asked.caller.name }))),
    dataRoute(context, CONTRACTS.liftErasure, (asked) => deed(asked, (erasure, id) => lift(erasure, id, { by: asked.caller.name }))),
  ];
}

/** Whoever was picked is called by name, so that the request can be told from others. */
async function pickedAs(store: ApiWorkspace['store'], link: string, name: string | undefined): Promise<{ readonly linkId: string; readonly called?: string }> {
  const found = await linksOf(store, [{ entity: 'contact', linkId: link }]);
  return { linkId: link, ...(name === undefined && found.has(link) && { called: nameOf(found, link) }) };
}

interface Deed extends Refusing {
  readonly workspace: ApiWorkspace;
  readonly caller: Pick<Caller, 'name'>;
  readonly params: Readonly<Record<string, string>>;
  readonly tell: (answer: ToldRequest) => TextReply;
}

/** What a person does with one request: done, told as it stands then, and gone on with behind the answer. */
function deed(asked: Deed, act: (erasure: ErasureContext, id: string) => Promise<ErasureRequest>): Promise<ApiReply> {
  const { workspace, caller, params, tell } = asked;
  return answered(asked, async () => {
    const { id } = await act(workspace.erasure, params['id'] ?? '');
    return { ...tell(await told(workspace, caller, id)), afterwards: async () => void (await proceed(workspace.erasure, id)) };
  });
}

/** Whoever is named among those of whom one is meant has been seen. */
async function told(workspace: ApiWorkspace, caller: Pick<Caller, 'name'>, id: string): Promise<ToldRequest> {
  const { erasure, store } = workspace;
  const status = await statusOf(erasure, id);
  if (status.next !== 'person') return toldRequest(status, []);
  const { candidates } = await reviewOf(erasure, id);
  await noteSeen(workspace, caller, 'erasure', candidates.map(({ linkId }) => linkId));
  const accounts = await linksOf(store, candidates.flatMap(({ accountLink }) => (accountLink === null ? [] : [{ entity: 'account', linkId: accountLink }])));
  return toldRequest(status, candidates.map(({ linkId, name, emails, accountLink }) => ({ link: linkId, name, emails, account: accountLink === null ? null : nameOf(accounts, accountLink) })));
}

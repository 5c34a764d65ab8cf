// One account, one contact, one sales case: read, edited, added. Invariants: an edit is done on the version that its maker saw, or told
// apart from what has changed; once it is done, whoever works is woken.
import { addRecord, editRecord } from '../../engine/edit.ts';
import type { EditOutcome } from '../../engine/edit.ts';
import { ANY_VERSION } from '../../engine/record-version.ts';
import type { EngineContext } from '../../engine/context.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { Asked } from '../data-route.ts';
import { problem } from '../problem.ts';
import { recordOf } from '../record-answer.ts';
import type { RecordAnswer, RecordEntity, Sight } from '../record-answer.ts';
import type { ApiContext, ApiReply, Caller, CallerRoute, Route, TextReply } from '../route.ts';
import { noteSeen } from '../seen.ts';

const CHANGES = { account: 'accounts', contact: 'contacts', salesCase: 'salesCases' } as const;
const READ = { account: CONTRACTS.accountRecord, contact: CONTRACTS.contactRecord, salesCase: CONTRACTS.salesCaseRecord } as const;
const EDIT = { account: CONTRACTS.editAccount, contact: CONTRACTS.editContact, salesCase: CONTRACTS.editSalesCase } as const;

type Editing = Asked<(typeof CONTRACTS.editAccount)['query'], (typeof CONTRACTS.editAccount)['answer'], (typeof CONTRACTS.editAccount)['body']>;
type Answering = Pick<Editing, 'views' | 'workspace' | 'caller' | 'tell' | 'nothing'>;

export function recordRoutes(context: ApiContext): readonly Route[] {
  return [
    ...(['account', 'contact', 'salesCase'] as const).flatMap((entity) => [
      dataRoute(context, READ[entity], (asked) => tellRecord(asked, entity, asked.params['id'] ?? '')),
      dataRoute(context, EDIT[entity], (asked) => edit(context, asked, entity)),
    ]),
    addRoute(context, CONTRACTS.addAccount, 'account'),
    addRoute(context, CONTRACTS.addContact, 'contact'),
    ...relatedRoutes(context),
  ];
}

function sightOf(caller: Caller, entity: RecordEntity): Sight {
  return { withAmounts: caller.reads.has('amounts'), withContacts: caller.reads.has('contacts'), mayEdit: caller.changes.has(CHANGES[entity]) };
}

async function tellRecord({ views, workspace, caller, tell, nothing }: Answering, entity: RecordEntity, given: string): Promise<TextReply> {
  const id = await views.standing({ entity, id: given });
  const [link] = id === null ? [] : await workspace.store.links({ entity, ids: [id], limit: 1 });
  if (link === undefined || link.stage === 'ended') return nothing();
  const answer = await recordOf(workspace.engine, entity, link, sightOf(caller, entity));
  await noteSeen(workspace, caller, entity === 'contact' ? 'record' : entity, peopleIn(answer));
  return tell(answer, { etag: `"${answer.version}"` });
}

/** The contact itself, or those whom the record names. */
function peopleIn({ id, entity, fields }: RecordAnswer): readonly string[] {
  return entity === 'contact' ? [id] : fields.flatMap(({ target, called }) => (target === 'contact' ? called.map((one) => one.id) : []));
}

async function edit(context: ApiContext, asked: Editing, entity: RecordEntity): Promise<ApiReply> {
  const { body, caller, params, request, views, workspace, nothing } = asked;
  const version = versionIn(request.headers['if-match']) ?? body.version ?? null;
  if (version === null) return problem(428, 'version-missing', 'Say which version was seen: send the "etag" of the record as "if-match".', request.requestId);
  const linkId = (await views.standing({ entity, id: params['id'] ?? '' })) ?? '';
  const outcome = await editRecord(workspace.engine, { entity, linkId, typed: body.fields, consent: body.consent ?? null, version, by: caller.name });
  if (outcome.kind === 'absent') return nothing();
  if (outcome.kind !== 'done') return refusal(asked, workspace.engine, entity, outcome);
  const reply = await tellRecord(asked, entity, linkId);
  return { ...reply, afterwards: () => context.wake(caller.workspace) };
}

function refusal({ clash, refuse, request, caller }: Editing, engine: EngineContext, entity: RecordEntity, outcome: Exclude<EditOutcome, { kind: 'done' | 'absent' }>): TextReply {
  if (outcome.kind === 'not-kept') return clash('not-kept', 'Sauma keeps no record of its own of this yet. Edit it in the system that has it, or wait for the next sync.');
  if (outcome.kind === 'restricted') return clash('restricted', 'Processing of this person’s data is restricted, so nothing of it may be changed. The privacy officer can lift the restriction.');
  if (outcome.kind === 'suppressed' || outcome.kind === 'shows-restricted') return clash(...withheldTold(caller, outcome.kind));
  if (outcome.kind === 'refused') return refuse(...outcome.errors.map(({ field, ...wrong }) => ({ field: field === 'consent' ? field : `fields.${field}`, ...wrong })));
  const labels = outcome.fields.map((name) => ({ name, label: engine.entities.get(entity)?.fields.get(name)?.label ?? { fi: name, en: name } }));
  return problem(412, 'changed-meanwhile', 'Somebody was there first. Read the record again, look at what has changed, and send the edit with its new version.', request.requestId, { changed: labels });
}

/** Whoever may not know who was forgotten is told one thing for them and for those whose data may not be processed just now. */
function withheldTold({ reads }: Caller, kind: 'suppressed' | 'shows-restricted'): readonly [code: string, detail: string] {
  if (!reads.has('erasures')) return ['not-allowed-here', 'This cannot be saved as it is: data of the person whom it would show may not be processed. Ask the privacy officer.'];
  if (kind === 'shows-restricted') return ['restricted', 'Processing of the data of somebody whom this would show is restricted. Lift the restriction first.'];
  return ['forgotten', 'This person has asked to be forgotten and was erased, so nothing that tells them may be saved. If they want to be a contact again, lift the erasure request first.'];
}

/** `"abc"`, `W/"abc"` or `*`. */
function versionIn(header: string | undefined): string | null {
  const given = header?.trim().replace(/^W\//u, '') ?? '';
  if (given === ANY_VERSION) return ANY_VERSION;
  return /^"(?<version>[^"]+)"$/u.exec(given)?.groups?.['version'] ?? null;
}

function addRoute(context: ApiContext, contract: typeof CONTRACTS.addAccount, entity: RecordEntity): CallerRoute {
  return dataRoute(context, contract, async ({ body, caller, workspace, tell, refuse, clash, request }) => {
    const outcome = await addRecord(workspace.engine, { entity, typed: body.fields, by: caller.name });
    if (outcome.kind === 'suppressed' || outcome.kind === 'shows-restricted') return clash(...withheldTold(caller, outcome.kind));
    if (outcome.kind === 'refused') return refuse(...outcome.errors.map(({ field, ...wrong }) => ({ field: `fields.${field}`, ...wrong })));
    if (outcome.kind === 'exists') return problem(409, 'exists-already', 'There is one with the same key already: open that one.', request.requestId, { id: outcome.linkId });
    return { ...tell({ id: outcome.linkId }), afterwards: () => context.wake(caller.workspace) };
  });
}

/** The sum of a sales case is its seller's own work. */
function withSums(caller: Caller): boolean {
  return caller.reads.has('amounts') || caller.changes.has('salesCases');
}

function relatedRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.accountContacts, async ({ views, workspace, caller, params, tell, nothing }) => {
      const answer = await views.contactsOf({ account: params['id'] ?? '' });
      if (answer === null) return nothing();
      await noteSeen(workspace, caller, 'account', answer.items.map(({ id }) => id));
      return tell(answer);
    }),
    dataRoute(context, CONTRACTS.accountSalesCases, async ({ views, params, caller, tell, nothing }) => {
      const answer = await views.salesCasesOf({ account: params['id'] ?? '', withAmounts: withSums(caller) });
      return answer === null ? nothing() : tell(answer);
    }),
    dataRoute(context, CONTRACTS.contactTouches, async ({ views, workspace, caller, params, query, tell, nothing }) => {
      const id = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (id === null) return nothing();
      await noteSeen(workspace, caller, 'touches', [id]);
      return tell({ items: await views.touchesOf({ contact: id, limit: query.limit }) });
    }),
    dataRoute(context, CONTRACTS.contactSalesCases, async ({ views, workspace, params, caller, tell, nothing }) => {
      const id = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (id === null) return nothing();
      await noteSeen(workspace, caller, 'salesCase', [id]);
      return tell({ items: (await views.salesCasesOfContact({ contact: id, withAmounts: withSums(caller) })).items });
    }),
  ];
}

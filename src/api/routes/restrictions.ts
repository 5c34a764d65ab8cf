// Rights of a contact carried out over the API. Invariant: whoever may not look after privacy learns that a contact is restricted and who
// to ask, never why.
import { editRecord } from '../../engine/edit.ts';
import { ANY_VERSION } from '../../engine/record-version.ts';
import { withOverrides } from '../../engine/rules.ts';
import { toInstant } from '../../lib/clock.ts';
import { objection } from '../../lib/objection.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { ApiContext, ApiReply, ApiWorkspace, Route } from '../route.ts';
import { basesOf } from './access-log.ts';

export function restrictionRoutes(context: ApiContext): readonly Route[] {
  const now = (): string => toInstant(context.clock.now());
  return [
    dataRoute(context, CONTRACTS.restrictPerson, async ({ views, workspace, caller, params, body, tell, nothing, clash }) => {
      const linkId = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (linkId === null) return nothing();
      const id = context.newId();
      const done = await workspace.restrictions.restrict({ id, linkId, reason: body.reason, by: caller.name, at: now() });
      return done ? { ...tell({ id }), afterwards: () => context.wake(caller.workspace) } : clash('restricted-already', 'It is restricted already. Read the page again to see since when and by whom.');
    }),
    dataRoute(context, CONTRACTS.liftRestriction, async ({ views, workspace, caller, params, body, tell, nothing, clash }) => {
      const linkId = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (linkId === null) return nothing();
      const done = await workspace.restrictions.lift({ linkId, reason: body.reason, by: caller.name, at: now() });
      return done ? { ...tell({ id: linkId }), afterwards: () => context.wake(caller.workspace) } : clash('not-restricted', 'It is not restricted any more. Read the page again.');
    }),
    dataRoute(context, CONTRACTS.addRectification, async ({ views, workspace, caller, params, body, tell, nothing }) => {
      const linkId = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      const id = context.newId();
      const done = linkId !== null && (await workspace.personNotes.addRectification({ id, linkId, asked: body.asked, done: body.done, by: caller.name, at: now() }));
      return done ? tell({ id }) : nothing();
    }),
    dataRoute(context, CONTRACTS.contactRights, async ({ views, workspace, params, tell, nothing }) => {
      const id = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (id === null) return nothing();
      const [latest] = (await workspace.restrictions.of(id)).filter(({ lifted }) => lifted === null);
      return tell({
        restricted: latest === undefined ? null : { by: latest.by, at: latest.at },
        bases: await basesOf(workspace, id),
        legalBases: (await workspace.personNotes.legalBases(id)).map(({ linkId: _linkId, ...one }) => one),
        required: (await withOverrides(workspace.engine)).legalBasis?.required ?? false,
      });
    }),
    ...basisRoutes(context, now),
  ];
}

function basisRoutes(context: ApiContext, now: () => string): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.addLegalBasis, async (asked) => {
      const { views, workspace, caller, params, body, today, tell, nothing, refuse } = asked;
      const linkId = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (linkId === null) return nothing();
      if (body.on > today) return refuse({ field: 'on', ...objection('in-future') });
      const hindered = await changeBases(workspace, { linkId, by: caller.name, change: { add: [body.basis] } });
      if (hindered !== null) return asked.clash(...hindered);
      const id = context.newId();
      // Whoever says the same anew says where it is known from now.
      await workspace.personNotes.endLegalBasis({ linkId, basis: body.basis, by: caller.name, at: now() });
      await workspace.personNotes.addLegalBasis({ id, linkId, basis: body.basis, source: body.source, on: body.on, by: caller.name, at: now() });
      return waking(context, caller.workspace, tell({ id }));
    }),
    dataRoute(context, CONTRACTS.endLegalBasis, async (asked) => {
      const { views, workspace, caller, params, body, tell, nothing } = asked;
      const linkId = await views.standing({ entity: 'contact', id: params['id'] ?? '' });
      if (linkId === null) return nothing();
      const hindered = await changeBases(workspace, { linkId, by: caller.name, change: { remove: [body.basis] } });
      if (hindered !== null) return asked.clash(...hindered);
      await workspace.personNotes.endLegalBasis({ linkId, basis: body.basis, by: caller.name, at: now() });
      return waking(context, caller.workspace, tell({ id: linkId }));
    }),
  ];
}

function waking({ wake }: ApiContext, workspace: string, reply: ApiReply): ApiReply {
  return typeof reply.body === 'string' ? { ...reply, body: reply.body, afterwards: () => wake(workspace) } : reply;
}

type Hindrance = readonly [code: string, detail: string];

/** The ground stands in the record itself, from where it goes to the CRM. Null: it is done. */
async function changeBases({ engine }: ApiWorkspace, { linkId, by, change }: { readonly linkId: string; readonly by: string; readonly change: { readonly add?: readonly string[]; readonly remove?: readonly string[] } }): Promise<Hindrance | null> {
  const typed = { legalBasis: { ...(change.add && { add: [...change.add] }), ...(change.remove && { remove: [...change.remove] }) } };
  const outcome = await editRecord(engine, { entity: 'contact', linkId, typed, consent: null, version: ANY_VERSION, by });
  if (outcome.kind === 'done') return null;
  if (outcome.kind === 'restricted') return ['restricted', 'Processing of this person’s data is restricted, so nothing of it may be changed. The privacy officer can lift the restriction.'];
  if (outcome.kind === 'refused') return ['basis-refused', `The legal basis cannot be changed here: ${outcome.errors.map(({ message }) => message).join('; ')}.`];
  return ['not-kept', 'Sauma keeps no record of its own of this yet. Wait for the next sync, or record it in HubSpot.'];
}

// What an erasure leaves on paper, and what a person is given of what is known of them: letters, the signed receipt, the access export.
// Invariants: letters and receipts name nobody; an export is answered to a body, under no address, and is kept nowhere here.
import { Readable } from 'node:stream';
import { dueOn } from '../../core/deadline.ts';
import { exportSubject } from '../../erasure/export-subject.ts';
import { lettersOf } from '../../erasure/letters.ts';
import type { LetterFacts } from '../../erasure/letters.ts';
import { receiptPdf } from '../../erasure/receipt-pdf.ts';
import { receiptOf } from '../../erasure/receipt.ts';
import { statusOf } from '../../erasure/status.ts';
import type { RequestStatus } from '../../erasure/status.ts';
import { GROUNDS } from '../../core/erasure-plan.ts';
import { todayIn } from '../../lib/day.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import { answered } from '../erasure-refusals.ts';
import type { ApiContext, Route } from '../route.ts';
import { noteSeen } from '../seen.ts';
import { contactsLike } from '../subject-search.ts';

export function erasurePaperRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.erasureLetters, (asked) => answered(asked, async () => {
      const { workspace: { erasure }, params, query, tell } = asked;
      return tell({ letters: lettersOf(factsOf(await statusOf(erasure, params['id'] ?? ''), erasure.settings.controller, context.timeZone), query.language) });
    })),
    dataRoute(context, CONTRACTS.erasureReceipt, (asked) => answered(asked, async () => {
      const { workspace: { erasure }, params, query: { format, language }, tell, nothing } = asked;
      const receipt = await receiptOf(erasure, params['id'] ?? '');
      if (receipt === null) return nothing();
      if (format === 'json') return tell(receipt, asAttachment('json'));
      const pdf = await receiptPdf(receipt, language, context.timeZone);
      return { status: 200, headers: { 'content-type': 'application/pdf', 'content-length': String(pdf.length), ...asAttachment('pdf') }, body: Readable.from([pdf]) };
    })),
    dataRoute(context, CONTRACTS.findForExport, async ({ workspace, caller, today, body, tell }) => tell(await contactsLike(workspace, caller, 'subjectExport', body.q, today))),
    dataRoute(context, CONTRACTS.exportSubject, (asked) => answered(asked, async () => {
      const { workspace, caller, body: { link, ...said }, tell } = asked;
      const { linkIds, ...made } = await exportSubject(workspace.erasure, { ...said, ...(link !== undefined && { linkId: link }), by: caller.name });
      await noteSeen(workspace, caller, 'subjectExport', linkIds);
      return { ...tell(made), noted: { export: made.id } };
    })),
  ];
}

function asAttachment(ending: 'json' | 'pdf'): Readonly<Record<string, string>> {
  return { 'content-disposition': `attachment; filename="erasure-receipt.${ending}"` };
}

/** What is kept is told as it was decided; what comes after the erasure, once it is done. */
function factsOf({ id, receivedAt, dueOn: due, extended, refused, doneAt, steps, systems }: RequestStatus, controller: string, timeZone: string): LetterFacts {
  const receivedOn = todayIn(timeZone, Date.parse(receivedAt));
  return {
    requestId: id, controller, receivedOn, firstDueOn: dueOn(receivedOn, { extended: false }), dueOn: due,
    extensionReason: extended?.reason ?? null, refusalReason: refused?.reason ?? null, erasedOn: doneAt === null ? null : todayIn(timeZone, Date.parse(doneAt)),
    systems: systems.map(({ system }) => NAMES[system]), foundNothing: steps.length === 0,
    kept: steps.flatMap(({ state, kind, ground, until }) => { const known = GROUNDS.find((one) => one === ground); return state === 'retained' && known !== undefined && until !== null ? [{ kind, ground: known, until }] : []; }),
  };
}

const NAMES: Readonly<Record<RequestStatus['systems'][number]['system'], string>> = { sauma: 'Sauma', severa: 'Visma Severa', hubspot: 'HubSpot' };

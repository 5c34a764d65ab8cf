// Contacts found by words, for a request about one of them. Invariant: whoever is shown is written down with who has looked.
import type { z } from 'zod';
import type { CONTRACTS } from './contract.ts';
import type { ApiWorkspace, Caller } from './route.ts';
import { noteSeen } from './seen.ts';

const SHOWN = 20;

export async function contactsLike(workspace: ApiWorkspace, caller: Caller, as: 'erasure' | 'subjectExport', words: string, today: string): Promise<z.output<typeof CONTRACTS.findSubject.answer>> {
  const { items, next } = await workspace.views.contactLines({ filter: { dormantBefore: today }, words, sort: { by: 'name', descending: false }, after: null, limit: SHOWN, counted: false });
  await noteSeen(workspace, caller, as, items.map(({ id }) => id));
  return { items: items.map(({ id, name, accountName, emails }) => ({ link: id, name: name ?? emails[0] ?? id, account: accountName, emails })), more: next !== null };
}

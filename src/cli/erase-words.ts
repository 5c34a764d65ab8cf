// What `sauma erase` says: the plan before anything is done, and how far a request is. Invariant: nothing that was found of a person is
// printed; what was asked by stays with whoever typed it.
import type { PlanItem } from '../core/erasure-plan.ts';
import type { Next, RequestStatus } from '../erasure/status.ts';
import { whenText } from './words.ts';

const SYSTEM: Readonly<Record<string, string>> = { severa: 'Severa', hubspot: 'HubSpot', sauma: 'Sauma' };
const TREATMENT: Readonly<Record<PlanItem['treatment'], string>> = { delete: 'delete', redact: 'take out of the text', detach: 'detach', retain: 'keep by law', manual: 'by hand' };

const NEXT: Readonly<Record<Next, string>> = {
  identity: 'somebody has to make sure that it is the person who asks',
  discovery: 'the systems are being looked through',
  person: 'several people share what was asked by: ask by --contact, or choose on the page of the request',
  decisions: 'a person has to decide what a machine is not sure of: on the page of the request, or with --unsure treat or --unsure leave',
  approval: 'somebody has to approve it: on its page, or with --yes',
  erasing: 'it is being erased',
  system: 'a system does not answer; it is tried again by itself while the service runs, or run the command again',
  byHand: 'something has to be done by hand in a system, and ticked off on the page of the request',
  failed: 'a system refuses a step: look at it on the page of the request',
  checks: 'it is looked at again at the times above, by itself while the service runs',
  retention: 'what the law keeps goes when its date has passed',
  reappeared: 'the person was shown again: erase again, or let them back, on the page of the request',
  nothing: 'nothing',
};

/** @param keeps what was asked by would be kept from being stored: a name alone is not, for others bear it too */
export function planText(plan: readonly PlanItem[], people: number, keeps: boolean, missing: readonly { readonly system: string; readonly problem: string }[]): string {
  const lines = missing.map(({ system, problem }) => `${nameOf(system)} could not be looked through (${problem}).\n`);
  if (people > 0) return [...lines, `${people} people share what was asked by. Say which with --contact, or with --name as well.\n`].join('');
  const counted = Map.groupBy(plan, ({ system, kind, treatment, until, needsDecision }) => JSON.stringify([system, kind, treatment, until, needsDecision]));
  for (const alike of counted.values()) {
    const [{ system, kind, treatment, until, needsDecision } = { system: '', kind: '', treatment: 'manual' as const, until: null, needsDecision: false }] = alike;
    const count = alike.reduce((sum, item) => sum + item.count, 0);
    lines.push(`  ${nameOf(system).padEnd(8)} ${String(count).padStart(4)} × ${kind.padEnd(14)} ${TREATMENT[treatment]}${until === null ? '' : ` until ${until}`}${needsDecision ? '   (a person decides)' : ''}\n`);
  }
  if (plan.length === 0 && !keeps) return [...lines, 'Nothing was found, and a name alone keeps nobody from being stored: others bear it too. Ask by an e-mail address or a phone number as well.\nNothing has been done.\n'].join('');
  if (plan.length === 0) lines.push('Nothing was found. With --yes the request is still carried out: what was asked by is kept from ever being stored.\n');
  lines.push('Nothing has been done. Make sure that it is the person who asks, and run it again with --yes; it cannot be taken back.\n');
  return lines.join('');
}

export function statusText(told: RequestStatus, timeZone: string): string {
  const when = (at: string | null): string => (at === null ? 'not yet' : whenText(at, timeZone));
  const lines = [
    `Request ${told.id}: ${told.state}`,
    `  accepted  ${when(told.acceptedAt)}`,
    `  done      ${when(told.doneAt)}`,
    `  verified  ${when(told.verifiedAt)}`,
    `  due       ${told.dueOn} (${told.daysLeft < 0 ? `${-told.daysLeft} days ago` : `in ${told.daysLeft} days`}${told.isExtended ? ', extended' : ''})`,
  ];
  for (const { system, lookedAt, found, done, kept, byHand, failed, open, problem } of told.systems) {
    const parts = [[`${done} done`, done], [`${kept} kept by law`, kept], [`${byHand} by hand`, byHand], [`${failed} failed`, failed], [`${open} open`, open]] as const;
    const text = parts.flatMap(([words, count]) => (count === 0 ? [] : [words])).join(', ');
    lines.push(`  ${nameOf(system).padEnd(9)} ${found > 0 ? text : lookedAt === null && told.acceptedAt === null ? 'not looked through yet' : 'nothing found'}${problem === null ? '' : ` (${problem})`}`);
  }
  for (const { check, at, dueAt, found } of told.checks) if (dueAt !== null) lines.push(`  check     ${check}: ${at === null ? `at ${when(dueAt)}` : `${when(at)}, ${found === 0 ? 'nothing found' : `${found} found`}`}`);
  if (told.retainedUntil !== null) lines.push(`  kept      by law until ${told.retainedUntil} at the earliest`);
  return `${lines.join('\n')}\nWaits for: ${NEXT[told.next]}.\n`;
}

export function requestLine(told: RequestStatus): string {
  return `${told.id}  ${told.state.padEnd(15)} due ${told.dueOn}${told.alarm === 'none' ? '' : ` (${told.alarm})`}  ${NEXT[told.next]}\n`;
}

export function statusJson({ id, state, acceptedAt, doneAt, verifiedAt, dueOn, daysLeft, alarm, systems, next, waitsFor, checks, retainedUntil, reappearedAt, isExtended }: RequestStatus): unknown {
  return { id, state, accepted: acceptedAt, done: doneAt, verified: verifiedAt, due: dueOn, daysLeft, alarm, isExtended, systems, checks, retainedUntil, reappearedAt, next, waitsFor };
}

function nameOf(system: string): string {
  return SYSTEM[system] ?? system;
}

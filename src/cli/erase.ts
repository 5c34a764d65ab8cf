// `sauma erase`: forgets a person everywhere, shows how far each request is, and checks a receipt. Invariants: without --yes nothing is
// written anywhere; accepted, done and verified are told apart; what a machine is not sure of is never decided by it.
import { Option, type Command } from 'commander';
import { personKeys, phoneKeys } from '../core/subject.ts';
import { approve } from '../erasure/approve.ts';
import { lookFor } from '../erasure/look.ts';
import { proceed } from '../erasure/proceed.ts';
import { askedOf, receive, recordIdentity, requestOf } from '../erasure/requests.ts';
import { emptyData } from '../erasure/request-data.ts';
import { decide, planFor, reviewOf } from '../erasure/review.ts';
import { statusesOf, statusOf } from '../erasure/status.ts';
import type { RequestStatus } from '../erasure/status.ts';
import type { ErasureContext } from '../erasure/context.ts';
import { UsageError } from '../lib/errors.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { READS, whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import { saveReceipt, verify } from './erase-receipt.ts';
import type { ReceiptFlags } from './erase-receipt.ts';
import { planText, requestLine, statusJson, statusText } from './erase-words.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withErasures } from './erasure-context.ts';
import { cutOff, writeJson } from './output.ts';
import { subjectAsked, subjectOptions } from './subject-options.ts';
import type { SubjectFlags } from './subject-options.ts';

interface EraseFlags extends SharedOptions, SubjectFlags {
  readonly yes: boolean;
  readonly unsure?: 'treat' | 'leave';
}

interface ListFlags extends SharedOptions {
  readonly limit: number;
}

/** How long somebody else's work on the same request is waited for. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 1_000;

export function registerErase(program: Command, context: Context): void {
  const parent = subjectOptions(addCommand(program, 'erase', 'forget a person everywhere: both systems and here', { notes: ['addErasure', 'confirmIdentity', 'decideErasure', 'approveErasure'] }))
    .option('--yes', 'do it; the person has been identified, and it cannot be taken back', false)
    .addOption(new Option('--unsure <choice>', 'what a machine is not sure of: treat it too, or leave it as it is').choices(['treat', 'leave']))
    .action(run((_args, command, deeds) => erase(command.opts<EraseFlags>(), context, deeds)));
  addCommand(parent, 'status', 'how far a request is; the newest without an id', READS)
    .argument('[id]', 'the request, or the beginning of its id')
    .action(run((args, command) => status(args[0], command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'the requests, the newest first', READS)
    .option('--limit <number>', 'how many to show', wholeNumber(1, 1_000), 20)
    .action(run((_args, command) => list(command.opts<ListFlags>(), context)));
  addCommand(parent, 'verify', 'check the signature of a receipt', READS)
    .argument('<file>', 'the receipt, as JSON')
    .action(run((args, command) => Promise.resolve(verify(args[0] as string, command.opts<SharedOptions>(), context))));
  addCommand(parent, 'receipt', 'save the receipt of a request: as JSON, or as a page where the file ends in .pdf', READS)
    .argument('<id>', 'the request, or the beginning of its id')
    .requiredOption('--out <file>', 'where it goes')
    .addOption(new Option('--language <language>', 'of the page').choices(['fi', 'en']).default('fi'))
    .action(run((args, command) => saveReceipt(args[0] as string, command.opts<ReceiptFlags>(), context)));
}

async function erase(flags: EraseFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  return withErasures(flags, context, async (erasures, open) => {
    const asked = await subjectAsked(erasures, flags);
    if (!flags.yes) {
      deeds.nothing();
      return preview(erasures, asked, flags, context);
    }
    const { request } = await receive(erasures, { origin: 'commandLine', by: whoAsks(), ...asked });
    const note = (action: Parameters<Deeds['note']>[1]): Promise<void> => deeds.note(open, action, { id: request.id });
    await note('addErasure');
    if (request.state === 'received' || request.state === 'identityPending') {
      await recordIdentity(erasures, request.id, { how: 'commandLine', by: whoAsks() });
      await note('confirmIdentity');
    }
    await carriedOn(erasures, request.id);
    const { items, request: reviewed } = await reviewOf(erasures, request.id);
    const undecided = reviewed.state === 'review' ? items.filter(({ needsDecision }) => needsDecision) : [];
    const { unsure } = flags;
    if (unsure !== undefined && undecided.length > 0) {
      await decide(erasures, request.id, { by: whoAsks(), decisions: undecided.map(({ id }) => ({ item: id, choice: unsure })) });
      await note('decideErasure');
    }
    if ((await statusOf(erasures, request.id)).next === 'approval') {
      await approve(erasures, request.id, { by: whoAsks() });
      await note('approveErasure');
      await carriedOn(erasures, request.id);
    }
    const told = await statusOf(erasures, request.id);
    if (flags.json) writeJson(context, statusJson(told));
    else context.stdout.write(statusText(told, erasures.timeZone));
    return exitOf(told);
  });
}

/** What would be done; nothing of it is kept. */
async function preview(erasures: ErasureContext, asked: Parameters<typeof askedOf>[0], { json }: EraseFlags, context: Context): Promise<ExitCode> {
  const look = await lookFor(erasures, askedOf(asked));
  const plan = planFor(erasures, { ...emptyData(askedOf(asked)), ...look });
  const missing = look.looks.flatMap(({ system, problem }) => (problem === null ? [] : [{ system, problem }]));
  if (json) {
    const items = plan.map(({ system, kind, treatment, ground, until, count, needsDecision, reason }) => ({ system, kind, treatment, ground, until, count, needsDecision, reason }));
    writeJson(context, { id: null, state: 'preview', accepted: null, done: null, verified: null, plan: items, people: look.candidates.length, missing, next: 'yes' });
  } else context.stdout.write(planText(plan, look.candidates.length, personKeys(look.subject).length + phoneKeys(look.subject).length > 0, missing));
  return EXIT.needsPerson;
}

/** All that can be done now; waits for whoever else is at it. */
async function carriedOn(erasures: ErasureContext, id: string): Promise<void> {
  const until = erasures.clock.now() + PATIENCE_MS;
  for (;;) {
    await proceed(erasures, id);
    if ((await statusOf(erasures, id)).waitsFor !== 'machine' || erasures.clock.now() > until) return;
    await erasures.clock.sleep(LOOK_EVERY_MS);
  }
}

async function status(id: string | undefined, flags: SharedOptions, context: Context): Promise<ExitCode> {
  return withErasures(flags, context, async (erasures) => {
    const [newest] = id === undefined ? await erasures.requests.requests({ limit: 1 }) : [await requestOf(erasures, id)];
    if (!newest) throw new UsageError('request-unknown', 'there are no requests yet. "npx sauma erase --email ..." receives one.');
    const told = await statusOf(erasures, newest.id);
    if (flags.json) writeJson(context, statusJson(told));
    else context.stdout.write(statusText(told, erasures.timeZone));
    return exitOf(told);
  });
}

async function list(flags: ListFlags, context: Context): Promise<ExitCode> {
  return withErasures(flags, context, async (erasures) => {
    const all = await statusesOf(erasures, await erasures.requests.requests({ limit: flags.limit }));
    if (flags.json) writeJson(context, { requests: all.map(statusJson) });
    else context.stdout.write(all.length === 0 ? 'Nobody has asked to be forgotten yet.\n' : all.map(requestLine).join('') + cutOff(all, flags.limit));
    return all.some(({ waitsFor }) => waitsFor === 'officer') ? EXIT.needsPerson : EXIT.done;
  });
}

function exitOf({ waitsFor }: RequestStatus): ExitCode {
  return waitsFor === 'officer' || waitsFor === 'system' || waitsFor === 'machine' ? EXIT.needsPerson : EXIT.done;
}

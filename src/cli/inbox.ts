// `sauma conflicts` and `sauma matches`: what waits for a person, and the person's answer.
import type { Command } from 'commander';
import { SIDES } from '../core/vocabulary.ts';
import { WHOLE_RECORD } from '../core/plan.ts';
import { isSet } from '../core/value.ts';
import type { Side, Value } from '../core/vocabulary.ts';
import { decideMatch, resolveAll, resolveOne } from '../engine/resolve.ts';
import { UsageError } from '../lib/errors.ts';
import type { ConflictItem, LinkState, MatchItem } from '../store/store.ts';
import { callingsOf } from './called.ts';
import type { CallValue } from './called.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import { cutOff, writeJson } from './output.ts';
import { linksOf, nameIn, nameOf } from '../engine/record-names.ts';
import { READS, whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import { noteShown } from './seen.ts';
import { entityName, foundBy, heldReason, matchReason, SIDE_NAME, whenText } from './words.ts';

interface ListFlags extends SharedOptions {
  readonly limit: number;
}

export function registerConflicts(program: Command, context: Context): void {
  const parent = addCommand(program, 'conflicts', 'fields that were changed on several sides and wait for your decision', READS)
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 50)
    .action(run((_args, command) => listConflicts(command.opts<ListFlags>(), context)));
  addCommand(parent, 'list', 'show them', READS)
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 50)
    .action(run((_args, command) => listConflicts(command.opts<ListFlags>(), context)));
  addCommand(parent, 'resolve', 'let the value of one side win; it is written at the next sync', { notes: ['resolveConflict', 'resolveConflicts'] })
    .argument('[id]', 'the conflict, as listed; the beginning of its id is enough')
    .requiredOption('--side <side>', 'whose value is right: psa (Severa), crm (HubSpot) or local (Sauma)')
    .option('--always', 'decide so from now on: changes the rule of the field ("sauma rules" shows it and takes it back)', false)
    .option('--all', 'instead of one: every open conflict about a field', false)
    .option('--field <field>', 'the field that --all is about')
    .option('--entity <name>', 'only of this entity, with --all')
    .action(run((args, command, deeds) => resolve(args[0], command.opts<ResolveFlags>(), context, deeds)));
}

export function registerMatches(program: Command, context: Context): void {
  const parent = addCommand(program, 'matches', 'records that may be the same and wait for your look', READS)
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 50)
    .action(run((_args, command) => listMatches(command.opts<ListFlags>(), context)));
  addCommand(parent, 'list', 'show them', READS)
    .option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 50)
    .action(run((_args, command) => listMatches(command.opts<ListFlags>(), context)));
  addCommand(parent, 'accept', 'they are the same: link them', { notes: ['decideMatch'] })
    .argument('<id>', 'the match, as listed; the beginning of its id is enough')
    .action(run((args, command, deeds) => decide(args[0] as string, true, command.opts<SharedOptions>(), context, deeds)));
  addCommand(parent, 'reject', 'they are not the same: keep them apart from now on', { notes: ['decideMatch'] })
    .argument('<id>', 'the match, as listed; the beginning of its id is enough')
    .action(run((args, command, deeds) => decide(args[0] as string, false, command.opts<SharedOptions>(), context, deeds)));
}

async function listConflicts(flags: ListFlags, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const { conflicts } = await open.store.inbox({ limit: flags.limit });
    const shown = conflicts.slice(0, flags.limit);
    await noteShown(open, whoAsks(), shown);
    if (flags.json) writeJson(context, { conflicts: shown });
    else {
      const links = await linksOf(open.store, shown);
      const values = shown.flatMap(({ entity, field, values: sides, base }) => [...Object.values(sides), ...Object.values(base)].map((value) => ({ entity, side: null, fields: { [field]: value } })));
      const call = await callingsOf(open.engine, values);
      const { timeZone } = open.config.settings.schedules;
      const text = shown.map((item) => conflictText(item, `${entityName(item.entity)} ${nameOf(links, item.linkId)}`, links.get(item.linkId), call, timeZone)).join('\n');
      context.stdout.write(shown.length === 0 ? 'No conflicts wait for a decision.\n' : text + cutOff(shown, flags.limit));
    }
    return shown.length > 0 ? EXIT.needsPerson : EXIT.done;
  } finally {
    await open.close();
  }
}

async function listMatches(flags: ListFlags, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const { matches } = await open.store.inbox({ limit: flags.limit });
    await noteShown(open, whoAsks(), matches.flatMap(({ entity, links }) => links.map(({ id }) => ({ entity, linkId: id }))));
    if (flags.json) writeJson(context, { matches });
    else {
      const records = matches.flatMap(({ entity, links }) => links.flatMap((link) => SIDES.flatMap((side) => ({ entity, side, fields: link.sides[side]?.fields ?? {} }))));
      const call = await callingsOf(open.engine, records);
      context.stdout.write(matches.length === 0 ? 'No matches wait for a look.\n' : matches.map((item) => matchText(item, call)).join('\n') + cutOff(matches, flags.limit));
    }
    return matches.length > 0 ? EXIT.needsPerson : EXIT.done;
  } finally {
    await open.close();
  }
}

interface ResolveFlags extends SharedOptions {
  readonly side: string;
  readonly always: boolean;
  readonly all: boolean;
  readonly field?: string;
  readonly entity?: string;
}

async function resolve(id: string | undefined, flags: ResolveFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  const side = SIDES.find((known) => known === flags.side);
  if (!side) throw new UsageError('side-unknown', `"${flags.side}" is no side. Use psa, crm or local.`);
  if (flags.all === (id !== undefined)) throw new UsageError('usage', 'name one conflict, or say --all --field <field>.');
  if (flags.all !== (flags.field !== undefined)) throw new UsageError('usage', '--all and --field go together.');
  const choice = { side, by: whoAsks(), always: flags.always };
  const open = await openWorkspace(context, flags.workspace);
  try {
    if (id !== undefined) {
      const item = await resolveOne(open.engine, id, choice);
      await deeds.note(open, 'resolveConflict', { id: item.id });
      if (flags.json) writeJson(context, { answered: item.id });
      else context.stdout.write(`Decided. ${decidedText(item, side)}${flags.always ? ' The rule of the field says so from now on, for the others that wait too.' : ''}\n`);
      return EXIT.done;
    }
    const answered = await resolveAll(open.engine, { field: flags.field ?? '', ...(flags.entity === undefined ? {} : { entity: flags.entity }) }, choice);
    if (answered === 0) deeds.nothing();
    else await deeds.note(open, 'resolveConflicts', { field: flags.field ?? '' });
    if (flags.json) writeJson(context, { answered });
    else context.stdout.write(answered === 0 ? `No conflict about ${flags.field} waits in which ${SIDE_NAME[side]} has a say.\n` : `Decided ${answered} times for ${SIDE_NAME[side]}; the next sync carries it out.\n`);
    return EXIT.done;
  } finally {
    await open.close();
  }
}

function decidedText({ field, values }: ConflictItem, side: Side): string {
  if (field !== WHOLE_RECORD) return `The next sync writes the value of ${SIDE_NAME[side]}.`;
  return values[side] === 'gone' ? 'The next sync takes the other records out of use too.' : 'The others go on without the record that is gone.';
}

async function decide(id: string, accept: boolean, flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  const done = accept ? 'Linked. The next sync brings them together field by field.' : 'Kept apart. The next sync handles each on its own.';
  const open = await openWorkspace(context, flags.workspace);
  try {
    const answered = await decideMatch(open.engine, id, accept, whoAsks());
    await deeds.note(open, 'decideMatch', { id: answered });
    if (flags.json) writeJson(context, { answered });
    else context.stdout.write(`${done}\n`);
    return EXIT.done;
  } finally {
    await open.close();
  }
}

function conflictText(item: ConflictItem, name: string, link: LinkState | undefined, call: CallValue, timeZone: string): string {
  if (item.field === WHOLE_RECORD) return recordText(item, name, link, timeZone);
  const textOf = (value: Value): string => call(item.entity, null, item.field, value);
  const lines = [`${name}: ${item.field}, since ${whenText(item.since, timeZone)}`];
  for (const side of SIDES) {
    const value = item.values[side];
    if (value === undefined) continue;
    const author = item.authors[side];
    const who = [author?.by, author?.at ? whenText(author.at, timeZone) : null].filter((part) => part !== null && part !== undefined).join(', ');
    const before = item.base[side] ?? null;
    lines.push(`    ${SIDE_NAME[side].padEnd(8)} ${textOf(value)}${before === null ? '' : `   was ${textOf(before)}`}${who ? `   (${who})` : ''}${side === item.suggestion ? '   ← suggested' : ''}`);
  }
  lines.push(`    decide: npx sauma conflicts resolve ${item.id} --side ${item.suggestion ?? 'psa'}`, '');
  return lines.join('\n');
}

/** One side's record is gone: are the others to go too? */
function recordText(item: ConflictItem, name: string, link: LinkState | undefined, timeZone: string): string {
  const lines = [`${name}: one record is gone, since ${whenText(item.since, timeZone)}`];
  for (const side of SIDES) {
    if (item.values[side] !== undefined) lines.push(`    ${SIDE_NAME[side].padEnd(8)} ${item.values[side] === 'gone' ? heldReason(`gone-${link?.sides[side]?.gone ?? 'deleted'}`) : 'the record is there'}`);
  }
  const [gone, present] = ['gone', 'present'].map((word) => SIDES.find((side) => item.values[side] === word));
  lines.push(`    take the others out of use too: npx sauma conflicts resolve ${item.id} --side ${gone}`, `    go on without it: npx sauma conflicts resolve ${item.id} --side ${present}`, '');
  return lines.join('\n');
}

function matchText(item: MatchItem, call: CallValue): string {
  const lines = [`The same ${entityName(item.entity)}? Found by ${foundBy(item.by)}: ${matchReason(item.reason)}`];
  for (const link of item.links) lines.push(`    ${linkText(link, call)}`);
  lines.push(`    same: npx sauma matches accept ${item.id}`, `    different: npx sauma matches reject ${item.id}`, '');
  return lines.join('\n');
}

/** By its name, what tells it from its namesakes, and the id it is found by in its own system. */
function linkText({ id, entity, sides }: LinkState, call: CallValue): string {
  const state = sides.psa ?? sides.crm ?? sides.local;
  if (!state) return id;
  const { side, fields } = state;
  const shown = TELLING.flatMap((field) => (isEmpty(fields[field]) ? [] : [call(entity, side, field, fields[field] ?? null)]));
  return `${SIDE_NAME[side].padEnd(8)} ${[nameIn(fields), ...shown].filter(Boolean).join(', ')}   (${state.id})`;
}

const TELLING = ['account', 'businessId', 'domain', 'city', 'jobTitle', 'emails', 'phones', 'number', 'value', 'stage'];

function isEmpty(value: Value | undefined): boolean {
  return value === undefined || value === null || value === '' || (isSet(value) && value.length === 0);
}

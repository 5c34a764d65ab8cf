// `sauma billing`: the billable flow from done work to paid invoices, as finance sees it. It asks and changes nothing.
import { Option, type Command } from 'commander';
import { SHEET_LOCALES } from '../api/billing-sheet.ts';
import type { SheetLocale } from '../api/billing-sheet.ts';
import { BILLING_STATES } from '../core/billing.ts';
import type { BillingState } from '../core/billing.ts';
import { toInstant } from '../lib/clock.ts';
import { todayIn } from '../lib/day.ts';
import { UsageError } from '../lib/errors.ts';
import { BILLING_GROUPS, MISSING_LISTS } from '../store/views/billing.ts';
import type { BillingGrouping, MissingList } from '../store/views/billing.ts';
import type { Views } from '../store/views.ts';
import { accountOption, answered, askingOptions } from './asking.ts';
import type { Answered, Asking, AskingFlags } from './asking.ts';
import { exportLines, fileKind, STANDARD_OUTPUT } from './billing-export.ts';
import { boardText, forecastText, groupsText, missingText, movesText, sumsText, toldText } from './billing-words.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { Context } from './context.ts';
import { READS } from './deed.ts';
import { instantOf, moment } from './moment.ts';
import { driftQuestion } from './money-report.ts';

interface BillingFlags extends AskingFlags {
  readonly by?: BillingGrouping;
  readonly state?: readonly BillingState[];
  readonly since?: string;
  readonly export?: string;
  readonly force: boolean;
  readonly locale: SheetLocale;
  readonly months: number;
  readonly olderThan?: number;
}

const DAY_MS = 86_400_000;

export function registerBilling(program: Command, context: Context): void {
  const parent = accountOption(askingOptions(addCommand(program, 'billing', 'the billable flow: work, drafts, invoices, what is overdue and paid', READS)))
    .addOption(new Option('--by <what>', 'group it').choices(BILLING_GROUPS))
    .addOption(new Option('--state <state...>', 'only these states').choices(BILLING_STATES))
    .option('--since <when>', 'with what has moved since a day or an instant', moment)
    .option('--export <file>', 'every line into a .csv or .xlsx file; - writes CSV to standard output')
    .option('--force', 'write over a file that is there', false)
    .addOption(new Option('--locale <language>', 'of the file: headings, and how CSV is separated').choices(SHEET_LOCALES).default('fi'))
    .action(
      run((_args, command) => {
        const flags = command.opts<BillingFlags>();
        if (flags.export !== undefined) fileKind(flags.export);
        if (flags.export === STANDARD_OUTPUT && flags.json) throw new UsageError('usage', 'standard output is either CSV or JSON: give a file, or leave --json out.');
        return answered(flags, context, billing);
      }),
    );
  accountOption(askingOptions(addCommand(parent, 'forecast', 'what is to be billed, by month', READS)))
    .option('--months <number>', 'how far', wholeNumber(1, 60), 12)
    .action(run((_args, command) => answered(command.opts<BillingFlags>(), context, forecast)));
  askingOptions(addCommand(parent, 'missing', 'work that nobody will bill unless somebody looks', READS))
    .option('--older-than <days>', 'how long approved work without planned billing has waited', wholeNumber(0, 3650))
    .action(run((_args, command) => answered(command.opts<BillingFlags>(), context, missing)));
  accountOption(askingOptions(addCommand(parent, 'changes', 'what has moved', READS)))
    .option('--since <when>', 'since a day or an instant; yesterday unless given', moment)
    .action(run((_args, command) => answered(command.opts<BillingFlags>(), context, changes)));
}

async function billing(asking: Asking<BillingFlags>): Promise<Answered> {
  const { flags, views, asOf, today, timeZone, account, context, open } = asking;
  const filter = { ...(account === null ? {} : { account: account.id }), ...(flags.state === undefined ? {} : { states: flags.state }) };
  const question = { asOf, withAmounts: true, filter };
  if (flags.export !== undefined) {
    const lines = await exportLines(views.export(question), { file: flags.export, locale: flags.locale, force: flags.force }, context);
    if (flags.export === STANDARD_OUTPUT) return null;
    return { text: `${lines} lines written to ${flags.export}.\n`, json: { file: flags.export, lines, asOf } };
  }
  const by = flags.by;
  const board = by === undefined ? await views.board(question) : await views.groups({ ...question, by, offset: 0, limit: flags.limit });
  const moved = flags.since === undefined ? null : await movedSince(asking, flags.since);
  // Of one account it is quickly said whether its figures agree; of all, `reconcile-money` says it.
  const drift = account === null ? null : (await views.drift({ ...driftQuestion(open), customers: account.customers })).drift;
  const agree = drift === null ? 'Whether all figures agree says npx sauma reconcile-money.\n' : drift.length === 0 ? 'All its figures agree.\n' : `${drift.length} of its figures differ: npx sauma reconcile-money\n`;
  const heading = `${account === null ? 'Billable work' : (account.name ?? account.id)}, as of ${asOf}\n\n`;
  const body = 'cells' in board ? boardText(board) : groupsText(board, by ?? '');
  const since = moved === null ? '' : `\nSince ${flags.since}:\n${sumsText(moved)}`;
  return {
    text: `${heading}${body}${since}\n${toldText(board, today, timeZone)}${asOf === today ? agree : ''}`,
    json: { ...board, ...(account === null ? {} : { account: account.id }), ...(moved === null ? {} : { since: flags.since, sums: moved.sums }), ...(drift === null ? {} : { drift }) },
  };
}

function movedSince({ flags, views, asOf, timeZone, account, context }: Asking<BillingFlags>, since: string): ReturnType<Views['changes']> {
  const until = toInstant(context.clock.now());
  return views.changes({ asOf, withAmounts: true, since: instantOf(since, timeZone), until, offset: 0, limit: flags.limit, ...(account === null ? {} : { customers: account.customers }) });
}

async function changes(asking: Asking<BillingFlags>): Promise<Answered> {
  const { flags, today, timeZone, context } = asking;
  const since = flags.since ?? todayIn(timeZone, context.clock.now() - DAY_MS);
  const moved = await movedSince(asking, since);
  return { text: `Moved since ${since}\n\n${sumsText(moved)}${movesText(moved, timeZone)}\n${toldText(moved, today, timeZone)}`, json: { since, ...moved } };
}

async function forecast({ flags, views, asOf, today, timeZone, account }: Asking<BillingFlags>): Promise<Answered> {
  const answer = await views.forecast({ asOf, withAmounts: true, months: flags.months, ...(account === null ? {} : { customers: account.customers }) });
  return { text: `To be billed, from ${asOf.slice(0, 7)} on\n\n${forecastText(answer)}\n${toldText(answer, today, timeZone)}`, json: answer };
}

const TITLES: Readonly<Record<MissingList, string>> = {
  unplanned: 'Approved work with no planned billing', wonWithoutWork: 'Won sales cases that nobody has worked on', workWithoutDeal: 'Projects with work and no deal',
};

/** The lists are about all accounts. */
async function missing({ flags, views, open, asOf, today, timeZone }: Asking<BillingFlags>): Promise<Answered> {
  const olderThanDays = flags.olderThan ?? open.config.settings.billing.unplannedDays;
  const lists = await Promise.all(MISSING_LISTS.map(async (list) => [list, await views.missing({ asOf, withAmounts: true, list, olderThanDays, offset: 0, limit: flags.limit })] as const));
  const told = lists[0]?.[1];
  const text = lists.map(([list, answer]) => `${TITLES[list]}: ${answer.total}\n${missingText(answer)}\n`).join('');
  return { text: text + (told === undefined ? '' : toldText(told, today, timeZone)), json: { asOf, olderThanDays, ...Object.fromEntries(lists.map(([list, { total, items }]) => [list, { total, items }])) } };
}

// `sauma reports`: accounts by what they leave, accounts that have gone quiet, the pipeline, its forecast and the funnel.
import { Option, type Command } from 'commander';
import { yearBefore } from '../lib/day.ts';
import { UsageError } from '../lib/errors.ts';
import { DORMANT_SORTS, PROFIT_SORTS } from '../store/views/history.ts';
import type { DormantSort, FunnelQuestion, ProfitSort } from '../store/views/history.ts';
import { answered, askingOptions } from './asking.ts';
import type { Answered, Asking, AskingFlags } from './asking.ts';
import { toldText } from './billing-words.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { Context } from './context.ts';
import { READS } from './deed.ts';
import { plainDay, plainMonth } from './moment.ts';
import { dormantText, funnelText, monthsText, profitableText, stagesText } from './report-words.ts';

interface ReportFlags extends AskingFlags {
  readonly owner?: string;
  readonly industry?: string;
  readonly segment?: string;
  readonly from?: string;
  readonly to?: string;
  readonly months?: number;
  readonly of: FunnelQuestion['of'];
}

type ProfitFlags = ReportFlags & { readonly sort: ProfitSort };
type DormantFlags = ReportFlags & { readonly sort: DormantSort };

export function registerReports(program: Command, context: Context): void {
  const parent = program.command('reports').description('accounts by profit, dormant accounts, pipeline, forecast and funnel').helpCommand(false);
  const report = (name: string, description: string): Command => askingOptions(addCommand(parent, name, description, READS));
  filtered(report('profitable', 'accounts by what was invoiced and what was left of it'))
    .option('--from <date>', 'first day; a year before the last one unless given', plainDay)
    .option('--to <date>', 'last day; the day that is asked about unless given', plainDay)
    .addOption(new Option('--sort <by>', 'the largest first').choices(PROFIT_SORTS).default('margin'))
    .action(run((_args, command) => answered(command.opts<ProfitFlags>(), context, profitable)));
  filtered(report('dormant', 'accounts that bought before and have not for long'))
    .option('--months <number>', 'how long; billing.dormantMonths unless given', wholeNumber(1, 120))
    .addOption(new Option('--sort <by>', 'the last or largest first').choices(DORMANT_SORTS).default('lastSeen'))
    .action(run((_args, command) => answered(command.opts<DormantFlags>(), context, dormant)));
  owned(report('pipeline', 'open deals by stage'))
    .option('--from <month>', 'expected in this month or later', plainMonth)
    .option('--to <month>', 'expected in this month or before', plainMonth)
    .action(run((_args, command) => answered(command.opts<ReportFlags>(), context, pipeline)));
  owned(report('forecast', 'open deals by the month they are expected, weighted'))
    .option('--months <number>', 'how far', wholeNumber(1, 60), 12)
    .action(run((_args, command) => answered(command.opts<ReportFlags>(), context, forecast)));
  owned(report('funnel', 'from prospect to customer, by where they came from'))
    .addOption(new Option('--of <whom>', 'people or companies').choices(['contact', 'account']).default('contact'))
    .option('--from <date>', 'those who became leads on this day or later; of people only', plainDay)
    .option('--to <date>', 'and on this day or before', plainDay)
    .action(run((_args, command) => answered(command.opts<ReportFlags>(), context, funnel)));
}

const owned = (command: Command): Command => command.option('--owner <e-mail>', 'only of this owner');
const filtered = (command: Command): Command => owned(command).option('--industry <key>', 'only of this industry').option('--segment <key>', 'only of this segment');

type Given = Pick<ReportFlags, 'owner' | 'industry' | 'segment' | 'from' | 'to'>;

function said<Key extends keyof Given>(flags: Given, keys: readonly Key[]): { readonly [Name in Key]?: string } {
  return Object.fromEntries(keys.flatMap((key) => (flags[key] === undefined ? [] : [[key, flags[key]]]))) as { readonly [Name in Key]?: string };
}

/** @throws UsageError for a period that ends before it begins, in which there is nothing to be found */
function inOrder(from: string | undefined, to: string | undefined): void {
  if (from !== undefined && to !== undefined && from > to) throw new UsageError('period-order', `the period ends (${to}) before it begins (${from}). Give --from the earlier one and --to the later one.`);
}

const descending = (sort: string): boolean => sort !== 'name';

async function profitable({ flags, views, asOf, today, timeZone }: Asking<ProfitFlags>): Promise<Answered> {
  const to = flags.to ?? asOf;
  const from = flags.from ?? yearBefore(to);
  inOrder(from, to);
  const answer = await views.profitable({ asOf, withAmounts: true, from, to, filter: said(flags, ['owner', 'industry', 'segment']), sort: { by: flags.sort, descending: descending(flags.sort) }, offset: 0, limit: flags.limit });
  return { text: `Invoiced and done from ${from} to ${to}\n\n${profitableText(answer)}\n${toldText(answer, today, timeZone)}`, json: { from, to, ...answer } };
}

async function dormant({ flags, views, open, asOf, today, timeZone }: Asking<DormantFlags>): Promise<Answered> {
  const months = flags.months ?? open.config.settings.billing.dormantMonths;
  const answer = await views.dormant({ asOf, withAmounts: true, months, filter: said(flags, ['owner', 'industry', 'segment']), sort: { by: flags.sort, descending: descending(flags.sort) }, offset: 0, limit: flags.limit });
  return { text: `No work and no invoice for ${months} months\n\n${dormantText(answer)}\n${toldText(answer, today, timeZone)}`, json: { months, ...answer } };
}

async function pipeline({ flags, views, asOf, today, timeZone }: Asking<ReportFlags>): Promise<Answered> {
  inOrder(flags.from, flags.to);
  const answer = await views.pipeline({ asOf, withAmounts: true, filter: said(flags, ['owner']), ...said(flags, ['from', 'to']) });
  return { text: `Open deals by stage\n\n${stagesText(answer)}\n${toldText(answer, today, timeZone)}`, json: answer };
}

async function forecast({ flags, views, asOf, today, timeZone }: Asking<ReportFlags>): Promise<Answered> {
  const answer = await views.salesForecast({ asOf, withAmounts: true, months: flags.months ?? 12, filter: said(flags, ['owner']) });
  return { text: `Open deals by month, weighted by their probability\n\n${monthsText(answer)}\n${toldText(answer, today, timeZone)}`, json: answer };
}

async function funnel({ flags, views, asOf, today, timeZone }: Asking<ReportFlags>): Promise<Answered> {
  inOrder(flags.from, flags.to);
  const answer = await views.funnel({ asOf, withAmounts: true, of: flags.of, filter: said(flags, ['owner']), ...said(flags, ['from', 'to']) });
  return { text: `${flags.of === 'contact' ? 'People' : 'Companies'} who have come so far, and the part of the step before\n\n${funnelText(answer)}\n${toldText(answer, today, timeZone)}`, json: answer };
}

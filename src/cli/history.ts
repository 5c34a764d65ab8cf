// `sauma history`: what an account has bought and what is open, for whoever talks with the customer next.
import { Option, type Command } from 'commander';
import { TIMELINE_KINDS } from '../store/views/history.ts';
import type { TimelineKind, Trace } from '../store/views/history.ts';
import { accountOption, answered, askingOptions } from './asking.ts';
import type { Answered, Asking, AskingFlags } from './asking.ts';
import { toldText } from './billing-words.ts';
import { addCommand, run } from './command.ts';
import type { Context } from './context.ts';
import { READS } from './deed.ts';
import { UsageError } from '../lib/errors.ts';
import { headerText, timelineText, totalsText, traceText } from './history-words.ts';
import { picked } from './picked.ts';

interface HistoryFlags extends AskingFlags {
  readonly deal?: string;
  readonly kind?: readonly TimelineKind[];
}

/** Sales cases whose trace is shown beside a timeline. */
const TRACES = 5;

export function registerHistory(program: Command, context: Context): void {
  accountOption(askingOptions(addCommand(program, 'history', 'what an account has bought: totals, what happened, and what was agreed, done and invoiced', READS)))
    .option('--deal <deal>', 'instead: one sales case, by its name, number or id')
    .addOption(new Option('--kind <kind...>', 'only this in the timeline').choices(TIMELINE_KINDS))
    .action(
      run((_args, command) => {
        const flags = command.opts<HistoryFlags>();
        if ((flags.account === undefined) === (flags.deal === undefined)) throw new UsageError('usage', 'name an account with --account, or a sales case with --deal.');
        return answered(flags, context, flags.deal === undefined ? ofAccount : ofDeal);
      }),
    );
}

async function ofAccount({ flags, views, asOf, today, timeZone, account }: Asking<HistoryFlags>): Promise<Answered> {
  const id = account?.id ?? '';
  const question = { asOf, withAmounts: true, account: id };
  const [header, totals, timeline] = await Promise.all([views.header(question), views.totals(question), views.timeline({ ...question, limit: flags.limit, ...(flags.kind ? { kinds: flags.kind } : {}) })]);
  if (header === null || totals === null || timeline === null) throw new UsageError('account-unknown', 'the account was joined into another just now; ask again.');
  const deals = [...new Set(timeline.items.flatMap(({ deal }) => (deal === null ? [] : [deal])))].slice(0, TRACES);
  const traces = (await Promise.all(deals.map((deal) => views.trace({ asOf, withAmounts: true, deal })))).filter((trace): trace is Trace => trace !== null && trace.lines.length > 0);
  const text = [headerText(header), totalsText(totals), timelineText(timeline, timeZone), ...traces.map(traceText), toldText(header, today, timeZone)].join('\n');
  return { text, json: { header, totals, timeline, traces } };
}

async function ofDeal({ flags, views, asOf, today, timeZone }: Asking<HistoryFlags>): Promise<Answered> {
  const { id } = await picked(views, 'salesCase', flags.deal ?? '');
  const trace = await views.trace({ asOf, withAmounts: true, deal: id });
  if (trace === null) throw new UsageError('salesCase-unknown', 'the sales case was joined into another just now; ask again.');
  return { text: `${traceText(trace)}\n${toldText(trace, today, timeZone)}`, json: trace };
}

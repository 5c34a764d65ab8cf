// The frame of commands that end with an answer: the workspace is opened and closed again whatever happens, and the answer is text for
// people or one object for scripts. Commands that ask about a day or an account find both here.
import type { Command } from 'commander';
import { todayIn } from '../lib/day.ts';
import type { Views } from '../store/views.ts';
import { wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { plainDay } from './moment.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { picked } from './picked.ts';

export interface AskingFlags extends SharedOptions {
  readonly account?: string;
  readonly asOf?: string;
  readonly limit: number;
}

export interface Asking<Flags extends AskingFlags> {
  readonly flags: Flags;
  readonly context: Context;
  readonly open: OpenWorkspace;
  readonly views: Views;
  /** Plain dates: the day that is asked about, and today. */
  readonly asOf: string;
  readonly today: string;
  readonly timeZone: string;
  /** Id of the account's link, and its ids in the PSA. */
  readonly account: { readonly id: string; readonly name: string | null; readonly customers: readonly string[] } | null;
}

/** Null: it has gone to standard output already. */
export type Answered = { readonly text: string; readonly json: unknown } | null;

export function askingOptions(command: Command): Command {
  return command.option('--as-of <date>', 'as it was on this day', plainDay).option('--limit <number>', 'how many to show', wholeNumber(1, 10_000), 50);
}

export function accountOption(command: Command): Command {
  return command.option('--account <account>', 'one account: its name, business ID or id, or the beginning of its name or id');
}

/** @throws UsageError for an account that is not there, or could be several */
export async function answered<Flags extends AskingFlags>(flags: Flags, context: Context, answer: (asking: Asking<Flags>) => Promise<Answered>): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const { timeZone } = open.config.settings.schedules;
    const today = todayIn(timeZone, context.clock.now());
    const account = flags.account === undefined ? null : await accountOf(open, flags.account);
    return answer({ flags, context, open, views: open.views, asOf: flags.asOf ?? today, today, timeZone, account });
  });
}

/** Opens the workspace that the flags name, tells what the work answers, and closes it. */
export async function inWorkspace(flags: SharedOptions, context: Context, work: (open: OpenWorkspace) => Promise<Answered>): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const told = await work(open);
    if (told !== null && flags.json) writeJson(context, told.json);
    else if (told !== null) context.stdout.write(told.text);
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function accountOf({ views, store }: OpenWorkspace, word: string): Promise<NonNullable<Asking<AskingFlags>['account']>> {
  const { id, name } = await picked(views, 'account', word);
  const [link] = await store.links({ entity: 'account', ids: [id], limit: 1 });
  const customer = link?.sides.psa?.id;
  return { id, name, customers: customer === undefined ? [] : [customer] };
}

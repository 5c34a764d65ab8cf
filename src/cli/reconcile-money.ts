// `sauma reconcile-money`: are all sums of each account the same sum, to the cent, in the PSA, here and in the CRM? What is not is
// read again and listed.
import type { Command } from 'commander';
import { reconcileMoney } from '../engine/reconcile-money.ts';
import type { MoneyDrift, MoneyReconciled } from '../engine/reconcile-money.ts';
import { runOnce } from '../engine/run.ts';
import { ConfigError, UsageError } from '../lib/errors.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import type { Deeds } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { driftQuestion } from './money-report.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { picked } from './picked.ts';
import { progressEvents } from './progress.ts';
import { linksOf, nameOf } from '../engine/record-names.ts';

interface MoneyFlags extends SharedOptions {
  readonly account?: string;
}

export function registerReconcileMoney(program: Command, context: Context): void {
  addCommand(program, 'reconcile-money', 'compare all sums of each account to the cent, and read again what differs', { notes: ['heal'] })
    .option('--account <id>', 'one account: its name, business ID or id, or the beginning of its name or id; without it all of them, which reads all work and invoices anew')
    .action(run((_args, command, deeds) => reconcile(command.opts<MoneyFlags>(), context, deeds)));
}

async function reconcile(flags: MoneyFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  const stop = context.stopSignal();
  const progress = progressEvents(context, flags.json);
  const open = await openWorkspace(context, flags.workspace, { progress: progress.event });
  try {
    const { mirroring } = open.engine;
    if (!mirroring || !open.config.settings.features.money || !open.engine.connectors.has('psa')) {
      throw new ConfigError('money-off', 'features.money', 'There are no sums to compare: connect Severa, and set features.money to true in config/default.json.');
    }
    const engine = { ...open.engine, stop };
    const customers = flags.account === undefined ? null : [await customerOf(open, flags.account)];
    const carry = (): ReturnType<typeof runOnce> => runOnce(engine, [...engine.entities.keys()], { dryRun: false, approved: false, sweep: false, deep: false });
    const result = await deeds.doing(open, 'heal', { customers: customers?.join(' ') ?? 'all' }, () => reconcileMoney(engine, mirroring, open.views, { customers, figures: driftQuestion(open).figures }, carry));
    progress.end();
    if (flags.json) writeJson(context, result);
    else context.stdout.write(await describe(open, result));
    return result.drift.length > 0 ? EXIT.needsPerson : EXIT.done;
  } finally {
    progress.end();
    await open.close();
  }
}

/** @throws UsageError for an account that is not there, could be several, or is none of Severa's */
async function customerOf({ store, views }: OpenWorkspace, word: string): Promise<string> {
  const { id, name } = await picked(views, 'account', word);
  const [link] = await store.links({ entity: 'account', ids: [id], limit: 1 });
  const customer = link?.sides.psa?.id;
  if (customer === undefined) throw new UsageError('account-not-in-psa', `${name ?? id} is not in Severa, so there is nothing to compare: name another account, or leave --account out.`);
  return customer;
}

const WHAT: Readonly<Record<MoneyDrift['what'], string>> = {
  psa: 'kept here against Severa', rows: "an invoice's rows against its total", lines: 'the billable flow against the invoices', local: 'the figure kept here', crm: 'the figure in HubSpot',
};

async function describe(open: OpenWorkspace, { accounts, drift }: MoneyReconciled): Promise<string> {
  if (drift.length === 0) return `${accounts} accounts compared; all sums agree.\n`;
  const links = await linksOf(open.store, drift.flatMap(({ account }) => (account === null ? [] : [{ entity: 'account', linkId: account }])));
  const lines = drift.map(({ what, customer, account, currency, about, expected, found, healed }) => {
    const name = account === null ? customer : nameOf(links, account);
    return `  ${name}: ${WHAT[what]}${about === null ? '' : ` (${about})`}: ${found ?? 'nothing'} instead of ${expected ?? 'nothing'} ${currency}${healed ? '; put right' : '; still so'}`;
  });
  const left = drift.filter(({ healed }) => !healed).length;
  return `${accounts} accounts compared; ${drift.length} sums differed${left > 0 ? `, ${left} still do` : ' and were put right'}:\n${lines.join('\n')}\n`;
}

// `sauma sandbox severa|hubspot`: one local vendor with seeded data, until the process is asked to end. The first line of
// standard output is everything a client needs: the address and the credentials.
import { Argument, Option, type Command } from 'commander';
import { whenAborted } from '../lib/clock.ts';
import { serveSandbox } from '../sandbox/http.ts';
import { createSandbox } from '../sandbox/seed/start.ts';
import { addCommand, run, wholeNumber, type SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { listen } from './listen.ts';
import { writeJson } from './output.ts';

interface SandboxFlags extends SharedOptions {
  readonly port: number;
  readonly seed: number;
  readonly accounts: number;
  readonly quota: 'on' | 'off';
  readonly pageMax: '100' | '1000';
  readonly searchLag: number;
  readonly creditNotes: 'negative' | 'positive';
  readonly rounding: 'cents' | 'integer';
  readonly approval: 'none' | 'required' | 'always';
  readonly invoicingTouches: 'nothing' | 'items';
}

const APPROVAL = { none: 'None', required: 'RequiredForInvoicing', always: 'InvoicableAlways' } as const;

export function registerSandbox(program: Command, context: Context): void {
  addCommand(program, 'sandbox', 'run a faithful local Severa or HubSpot with invented data', { unnoted: 'it is a vendor, and has no workspace' })
    .addArgument(new Argument('<system>', 'which vendor').choices(['severa', 'hubspot']))
    .option('--port <number>', 'port to listen on; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .option('--seed <number>', 'the same seed gives the same data', wholeNumber(0, 2_147_483_647), 1)
    .option('--accounts <number>', 'how many companies there are', wholeNumber(0, 1_000_000), 500)
    .addOption(new Option('--quota <state>', "enforce the vendor's limits on calls").choices(['on', 'off']).default('on'))
    .addOption(new Option('--page-max <rows>', 'most rows in one answer of Severa').choices(['100', '1000']).default('100'))
    .option('--search-lag <milliseconds>', 'how long a change in HubSpot takes to its search index', wholeNumber(0, 600_000), 10_000)
    .addOption(new Option('--credit-notes <sign>', 'the sign of what credit notes of Severa carry').choices(['negative', 'positive']).default('negative'))
    .addOption(new Option('--rounding <unit>', "what invoices' totals of Severa are rounded to").choices(['cents', 'integer']).default('cents'))
    .addOption(new Option('--approval <mode>', 'whether work hours of Severa wait for approval').choices(['none', 'required', 'always']).default('required'))
    .addOption(new Option('--invoicing-touches <what>', 'whether invoicing moves the time of change of hours, fees and expenses in Severa').choices(['nothing', 'items']).default('nothing'))
    .action(run((args, command) => serve(args[0] === 'hubspot' ? 'hubspot' : 'severa', command.opts<SandboxFlags>(), context)));
}

async function serve(system: 'severa' | 'hubspot', options: SandboxFlags, context: Context): Promise<typeof EXIT.done> {
  const stop = context.stopSignal();
  const { model, credentials } = createSandbox(system, {
    seed: options.seed,
    accounts: options.accounts,
    quota: options.quota === 'on',
    pageMax: options.pageMax === '1000' ? 1000 : 100,
    searchLagMs: options.searchLag,
    now: context.clock.now(),
    facts: {
      creditNoteSign: options.creditNotes,
      currencyRoundingType: options.rounding === 'integer' ? 'NearestInteger' : 'AwayFromZero',
      workHourApproval: APPROVAL[options.approval],
      invoicingTouchesItems: options.invoicingTouches === 'items',
    },
  });
  const server = await listen(options.port, (port) => serveSandbox(model, { port, clock: context.clock }));
  writeJson(context, { url: system === 'severa' ? `${server.url}/rest-api` : server.url, ...credentials });
  await whenAborted(stop);
  await server.close();
  return EXIT.done;
}

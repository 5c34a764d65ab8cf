// `sauma connect hubspot`: prints the address at which an admin installs the HubSpot app in their account. Invariant: whoever
// has the address can connect an account once, within a quarter of an hour; only its hash is kept.
import { Argument } from 'commander';
import type { Command } from 'commander';
import { INSTALL_TICKET, INSTALL_TICKET_MS, installUrl } from '../api/routes/oauth.ts';
import { toInstant } from '../lib/clock.ts';
import { newToken, tokenHash } from '../lib/crypto.ts';
import { ConfigError } from '../lib/errors.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import type { Deeds } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import { writeJson } from './output.ts';

export function registerConnect(program: Command, context: Context): void {
  addCommand(program, 'connect', 'connect a system by its own install page', { notes: ['installConnection'] })
    .addArgument(new Argument('<system>', 'which one').choices(['hubspot']))
    .action(run((_args, command, deeds) => connect(command.opts<SharedOptions>(), context, deeds)));
}

async function connect(flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const { publicUrl } = open.config;
    if (!open.engine.connectors.get('crm')?.consent) throw missing('HUBSPOT_CLIENT_ID', 'set HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET of your HubSpot app, and unset HUBSPOT_TOKEN');
    if (publicUrl === null) throw missing('SAUMA_PUBLIC_URL', 'set SAUMA_PUBLIC_URL to the address at which a browser reaches "npx sauma start" or "npx sauma web"');
    const ticket = newToken();
    const expiresAt = toInstant(context.clock.now() + INSTALL_TICKET_MS);
    await open.store.saveTicket({ purpose: INSTALL_TICKET, hash: tokenHash(ticket), data: {}, expiresAt });
    await deeds.note(open, 'installConnection', { system: 'hubspot' });
    const url = installUrl(publicUrl, open.workspace, ticket);
    if (flags.json) writeJson(context, { url, expiresAt });
    else {
      context.stdout.write(`${url}\n`);
      context.stderr.write(`Open this address within 15 minutes, while "npx sauma start" or "npx sauma web" runs. It works once. The app must allow the redirect URL ${publicUrl}/oauth/hubspot/callback.\n`);
    }
    return EXIT.done;
  } finally {
    await open.close();
  }
}

function missing(key: string, todo: string): ConfigError {
  return new ConfigError('connect-not-set-up', key, `${key}: HubSpot cannot be connected by its install page yet: ${todo}.`);
}

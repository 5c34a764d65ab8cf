// `sauma users`: who has signed in, and the one-time link by which an admin enters whom no identity provider vouches for. `start` and `web`
// print such a link by themselves where there is no identity provider, for as long as nobody has ever signed in.
import type { Command } from 'commander';
import { membershipsOf } from '../api/memberships.ts';
import { FIRST_INVITATION_TICKET, INVITATION_MS, INVITATION_TICKET, invitationUrl } from '../api/routes/login.ts';
import type { Invitation } from '../api/routes/login.ts';
import { toInstant } from '../lib/clock.ts';
import { newToken, tokenHash } from '../lib/crypto.ts';
import { ConfigError } from '../lib/errors.ts';
import { createSessions } from '../store/postgres/sessions.ts';
import type { KnownPerson } from '../store/sessions.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { READS } from './deed.ts';
import type { Deeds } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { openWorkspace } from './open.ts';
import type { OpenWorkspace } from './open.ts';
import { writeJson } from './output.ts';
import { whenText } from './words.ts';

const ADMIN = { name: 'Local admin', roles: ['admin'] } as const;

export function registerUsers(program: Command, context: Context): void {
  const parent = addCommand(program, 'users', 'who has signed in to the web app', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'show them, with their roles', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'invite-admin', 'print a link that lets an admin in, once, within 24 hours', { notes: ['inviteAdmin'] }).action(run((_args, command, deeds) => invite(command.opts<SharedOptions>(), context, deeds)));
}

/** For as long as nobody has ever signed in, whoever runs the server is told how to. @param url where the server answers */
export async function inviteFirstAdmin(open: OpenWorkspace, context: Context, url: string): Promise<void> {
  if (await createSessions(open).anybody()) return;
  const { publicUrl, signIn } = open.config;
  const address = publicUrl ?? url;
  if (signIn !== null) {
    context.stderr.write(`Nobody has signed in yet. People sign in at ${address}; "login" in config/default.json says who is an admin. Until that fits, "npx sauma users invite-admin" lets one in.\n`);
    return;
  }
  const link = await invitation(open, context, address, true);
  context.stderr.write(`Nobody has signed in yet. The first admin enters here, once, within 24 hours:\n${link.url}\n`);
}

async function list(flags: SharedOptions, context: Context): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const people = (await createSessions(open).people(toInstant(context.clock.now()))).map((person) => ({ ...person, roles: rolesOf(open, person) }));
    if (flags.json) writeJson(context, { people });
    else if (people.length === 0) context.stdout.write('Nobody has signed in yet. "npx sauma users invite-admin" prints a link for the first admin.\n');
    else {
      const { timeZone } = open.config.settings.schedules;
      for (const { name, email, roles, lastSeenAt, sessions } of people) {
        context.stdout.write(`${email ?? name}: ${roles.join(', ') || 'no role any more'}; last here ${whenText(lastSeenAt, timeZone)}; ${sessions.length === 1 ? '1 open session' : `${sessions.length} open sessions`}\n`);
      }
    }
    return EXIT.done;
  } finally {
    await open.close();
  }
}

function rolesOf({ config, workspace }: OpenWorkspace, { claims, granted }: KnownPerson): readonly string[] {
  return granted ?? membershipsOf(config.settings.login, claims, [workspace]).get(workspace) ?? [];
}

async function invite(flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  const open = await openWorkspace(context, flags.workspace);
  try {
    const { publicUrl, port } = open.config;
    if (publicUrl === null && port === 0) throw new ConfigError('address-unknown', 'SAUMA_PUBLIC_URL', 'SAUMA_PUBLIC_URL: the address of the server is not known. Set it, or give SAUMA_PORT the port that "npx sauma start" listens on.');
    const link = await invitation(open, context, publicUrl ?? `http://127.0.0.1:${port}`, false);
    await deeds.note(open, 'inviteAdmin');
    if (flags.json) writeJson(context, link);
    else {
      context.stdout.write(`${link.url}\n`);
      context.stderr.write('Open this address within 24 hours, while "npx sauma start" or "npx sauma web" runs. It lets in one person, once, as admin.\n');
    }
    return EXIT.done;
  } finally {
    await open.close();
  }
}

async function invitation(open: OpenWorkspace, { clock }: Context, origin: string, first: boolean): Promise<{ readonly url: string; readonly expiresAt: string }> {
  const ticket = newToken();
  const expiresAt = toInstant(clock.now() + INVITATION_MS);
  const data: Invitation = ADMIN;
  await open.store.saveTicket({ purpose: first ? FIRST_INVITATION_TICKET : INVITATION_TICKET, hash: tokenHash(ticket), data, expiresAt, isOnly: first });
  return { url: invitationUrl(origin, open.workspace, ticket), expiresAt };
}

// `sauma tokens`: what programs call the API with. A token is shown once, when it is made; what is kept of it is its hash, its name,
// its roles and until when it works.
import type { Command } from 'commander';
import { newServiceToken } from '../api/access.ts';
import { toInstant } from '../lib/clock.ts';
import { tokenHash } from '../lib/crypto.ts';
import { UsageError } from '../lib/errors.ts';
import { closest } from '../lib/suggest.ts';
import type { ServiceToken } from '../store/access.ts';
import { createAccess } from '../store/postgres/access.ts';
import { inWorkspace } from './asking.ts';
import { addCommand, run, wholeNumber } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { READS, whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import type { ExitCode } from './exit.ts';
import { whenText } from './words.ts';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;

interface AddFlags extends SharedOptions {
  readonly role: readonly string[];
  readonly days: number;
}

export function registerTokens(program: Command, context: Context): void {
  const parent = addCommand(program, 'tokens', 'what programs call the API with', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'show them, never the tokens themselves', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'add', 'make one and print it, this once', { notes: ['addToken'] })
    .argument('<name>', 'what it is for')
    .requiredOption('--role <role...>', 'what it may see: roles of config/roles.json')
    .option('--days <number>', 'for how long it works', wholeNumber(1, 3650), USUAL_DAYS)
    .action(run((args, command, deeds) => add(args[0] as string, command.opts<AddFlags>(), context, deeds)));
  addCommand(parent, 'revoke', 'let it work no more, at once', { notes: ['revokeToken'] })
    .argument('<name>', 'the token, as listed')
    .action(run((args, command, deeds) => revoke(args[0] as string, command.opts<SharedOptions>(), context, deeds)));
}

function list(flags: SharedOptions, context: Context): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const tokens = await createAccess(open).tokens();
    const { timeZone } = open.config.settings.schedules;
    const none = 'There are no tokens. "npx sauma tokens add NAME --role finance" makes one.\n';
    return { json: { tokens }, text: tokens.length === 0 ? none : tokens.map((token) => text(token, timeZone, toInstant(context.clock.now()))).join('') };
  });
}

function add(name: string, { role: roles, days, ...flags }: AddFlags, context: Context, deeds: Deeds): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const known = Object.keys(open.config.roles);
    const unknown = roles.find((role) => !known.includes(role));
    if (unknown !== undefined) throw new UsageError('role-unknown', `there is no role "${unknown}". Known: ${known.join(', ')}.`);
    // eslint-disable-next-line no-control-regex -- these are just what is refused
    if (!/^[^\u0000-\u001f\u007f]{1,100}$/u.test(name)) throw new UsageError('token-name', 'give the token a name of at most 100 characters.');
    const token = newServiceToken(open.workspace);
    const now = context.clock.now();
    const expiresAt = toInstant(now + days * DAY_MS);
    const made = { id: context.newId(), name, roles: [...new Set(roles)], createdBy: whoAsks(), createdAt: toInstant(now), expiresAt };
    if (!(await createAccess(open).addToken({ ...made, hash: tokenHash(token) }))) throw new UsageError('token-exists', `there is a token "${name}" already. "npx sauma tokens revoke" ends it; or choose another name.`);
    await deeds.note(open, 'addToken', { id: made.id });
    if (!flags.json) context.stderr.write(`Keep it like a password: it is not shown again. It works until ${whenText(expiresAt, open.config.settings.schedules.timeZone)}.\n`);
    return { json: { ...made, token }, text: `${token}\n` };
  });
}

function revoke(name: string, flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const access = createAccess(open);
    const live = (await access.tokens()).filter(({ revokedAt }) => revokedAt === null);
    const found = live.find((token) => token.name === name);
    if (!found || !(await access.revokeToken(found.id, toInstant(context.clock.now())))) {
      const likely = closest(name, live.map((token) => token.name));
      throw new UsageError('token-unknown', `there is no token "${name}". ${likely === null ? '"npx sauma tokens" lists them.' : `Did you mean "${likely}"?`}`);
    }
    await deeds.note(open, 'revokeToken', { id: found.id });
    return { json: { revoked: found.id, name }, text: `Revoked "${name}": it works no more.\n` };
  });
}

function text({ name, roles, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt }: ServiceToken, timeZone: string, now: string): string {
  const ends = revokedAt !== null ? `revoked ${whenText(revokedAt, timeZone)}` : `${expiresAt <= now ? 'over since' : 'works until'} ${whenText(expiresAt, timeZone)}`;
  return `${name}: ${roles.join(', ')}; ${ends}; made ${whenText(createdAt, timeZone)} by ${createdBy}; ${lastUsedAt === null ? 'never used' : `last used ${whenText(lastUsedAt, timeZone)}`}\n`;
}

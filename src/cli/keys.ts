// `sauma keys`: the keys that everything secret is derived from, and their rotation. Invariant: the new key is on the disk before anything
// is sealed with it, and whatever was ended in the middle is carried on by running it again.
import type { Command } from 'commander';
import { keyIdOf, newestOf, sealedUnder } from '../lib/crypto.ts';
import { ConfigError } from '../lib/errors.ts';
import { reseal, countOlder, type Newest, type Resealed } from '../store/postgres/resealing.ts';
import { listWorkspaces } from '../store/postgres/workspaces.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { noteEverywhere, READS } from './deed.ts';
import type { Deeds } from './deed.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { keptOutside } from './kept-outside.ts';
import type { KeptOutside } from './kept-outside.ts';
import { openInstallation } from './open.ts';
import type { Installation } from './open.ts';
import { writeJson } from './output.ts';
import { addKept } from './secret-key.ts';

export function registerKeys(program: Command, context: Context): void {
  const parent = addCommand(program, 'keys', 'the keys that secrets are sealed with', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'show them by their ids, and what is still under an older one', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'rotate', 'make a new key and carry everything on to it, while the service runs', { notes: ['rotateKeys'] }).action(run((_args, command, deeds) => rotate(command.opts<SharedOptions>(), context, deeds)));
  addCommand(parent, 'reseal', 'carry on to the newest key what is still under an older one', { notes: ['resealKeys'] }).action(run((_args, command, deeds) => carryOn(command.opts<SharedOptions>(), context, deeds)));
}

async function list(flags: SharedOptions, context: Context): Promise<ExitCode> {
  return withInstallation(context, async (open, outside) => {
    const keys = outside.keys().map((key, index) => ({ id: keyIdOf(key), publicKey: outside.signer.publicKeys[index] }));
    const [newest, older] = [newestOfAll(outside), await Promise.all((await listWorkspaces(open.database)).map((workspace) => countOlder({ database: open.database, workspace }, newestOfAll(outside))))];
    const left = older.reduce((total, count) => total + count, 0);
    if (flags.json) writeJson(context, { keys, newest: keys.at(-1)?.id, left });
    else {
      context.stdout.write(keys.map(({ id, publicKey }, index) => `${id}  ${index === keys.length - 1 ? 'newest' : 'older '}  signs as ${publicKey}\n`).join(''));
      if (left > 0) context.stdout.write(`${left} rows are not under ${newest.prefix.split('.')[1]} yet: npx sauma keys reseal\n`);
    }
    return EXIT.done;
  });
}

async function rotate(flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  return withInstallation(context, async (open, outside) => {
    if (open.config.secretKey) throw byHand(outside.keys().length);
    addKept(open.config);
    await noteEverywhere(deeds, open, outside, context, 'rotateKeys', { key: keyIdOf(newestOf(outside.keys)) });
    return told(await carriedOn(open, outside), outside, flags, context);
  });
}

async function carryOn(flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  return withInstallation(context, async (open, outside) => {
    const carried = await carriedOn(open, outside);
    await noteEverywhere(deeds, open, outside, context, 'resealKeys', { key: keyIdOf(newestOf(outside.keys)) });
    return told(carried, outside, flags, context);
  });
}

function told({ sealed, hashed, left }: Resealed, { keys }: KeptOutside, flags: SharedOptions, context: Context): ExitCode {
  const id = keyIdOf(newestOf(keys));
  if (flags.json) writeJson(context, { newest: id, keys: keys().length, sealed, hashed, left });
  else {
    context.stdout.write(`Key ${id} is the newest of ${keys().length}. ${sealed} sealed texts and ${hashed} hashes were carried on to it; ${left === 0 ? 'nothing is under an older one' : `${left} rows are still under an older one`}.\n`);
    if (left > 0) context.stdout.write('Run "npx sauma keys reseal" again; what is left even then was sealed with a key that is not here.\n');
    context.stdout.write('Keep the older keys: they open older backups, and who was forgotten is told again by all keys together. Save the keys again, apart from the backups.\n');
  }
  return left === 0 ? EXIT.done : EXIT.needsPerson;
}

/** The ledger first: what is only there must be found by the new depth too. */
async function carriedOn(open: Installation, outside: KeptOutside): Promise<Resealed> {
  const { ledgerFile, hashes } = outside;
  if ((await ledgerFile.all()).some(({ hash }) => hashes.deepened(hash) !== hash)) await ledgerFile.rewrite((all) => all.map((each) => ({ ...each, hash: hashes.deepened(each.hash) })));
  let total: Resealed = { sealed: 0, hashed: 0, left: 0 };
  for (const workspace of await listWorkspaces(open.database)) {
    const { sealed, hashed, left } = await reseal({ database: open.database, workspace }, newestOfAll(outside));
    total = { sealed: total.sealed + sealed, hashed: total.hashed + hashed, left: total.left + left };
  }
  return total;
}

function newestOfAll({ keys, sealer, hashes }: KeptOutside): Newest {
  return { sealer, hashes, prefix: sealedUnder(newestOf(keys)) };
}

async function withInstallation(context: Context, work: (open: Installation, outside: KeptOutside) => Promise<ExitCode>): Promise<ExitCode> {
  const open = await openInstallation(context);
  try {
    return await work(open, keptOutside(open.config, context.clock));
  } finally {
    await open.close();
  }
}

function byHand(count: number): ConfigError {
  return new ConfigError(
    'key-of-environment',
    'SAUMA_SECRET_KEY',
    `SAUMA_SECRET_KEY: the keys are given from outside (${count}), so the new one is put there by hand. Make it with "openssl rand -base64 32", stop every process, put it after the others with a comma between (SAUMA_SECRET_KEY=old,new), on every machine, start again, and run "npx sauma keys reseal".`,
  );
}

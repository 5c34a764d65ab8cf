// How a PostgreSQL program is started on this machine. Invariants: it never runs as root (it refuses to), and on Linux
// it shuts down cleanly when our process dies, whatever killed us. Both are done by programs that exec the next one, so
// the process we start is the postmaster itself. The death signal follows the *thread* that spawns: main thread only.
import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

export interface Launch {
  /** Programs and arguments to put before the command. */
  readonly prefix: readonly string[];
  /** Whom to run as, when not as ourselves; the data must belong to them. */
  readonly identity: Identity | null;
}

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** True when the command can be run here and exits with 0. */
export type Probe = (command: string, args: readonly string[]) => boolean;

/** Where the system's own programs lie; the same for asking and for starting. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const runs: Probe = (command, args) => spawnSync(command, args, { stdio: 'ignore', env: { PATH: SYSTEM_PATH } }).status === 0;

/** Root, or a number without an account: a user namespace in which we are called nobody; files stay ours. */
const asNobodyInNamespace = ['unshare', '-U', '--map-user=65534', '--map-group=65534', '--'];
const dyingWithParent = ['setpriv', '--pdeathsig', 'INT'];

export function chooseLaunch(probe: Probe): Launch {
  const linux = process.platform === 'linux';
  const mortal = linux && probe('setpriv', ['--pdeathsig', 'INT', 'true']) ? dyingWithParent : [];
  const root = process.getuid?.() === 0;
  if (!root && hasAccount()) return { prefix: mortal, identity: null };
  const [program, ...rest] = [...asNobodyInNamespace, ...mortal, 'true'];
  if (linux && probe(program as string, rest)) return { prefix: [...asNobodyInNamespace, ...mortal], identity: null };
  return { prefix: mortal, identity: root ? accountFor(['postgres', 'nobody']) : null };
}

/** Gives a file or a whole folder to whom the server runs as; changes nothing when it is theirs already. */
export function giveTo(identity: Identity | null, path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = identity ?? { uid: 0, gid: 0 };
  if (lstatSync(path).uid === uid) return;
  const change = (entry: string): void => {
    if (lstatSync(entry).isDirectory()) for (const name of readdirSync(entry)) change(join(entry, name));
    // The top comes last: an interrupted change is seen and done again.
    if (!lstatSync(entry).isSymbolicLink()) chownSync(entry, uid, gid);
  };
  change(path);
}

/** Containers are often run under a number that has no account; initdb refuses those. */
function hasAccount(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    return false;
  }
}

function accountFor(names: readonly string[]): Identity {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of names) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  return { uid: 65534, gid: 65534 };
}

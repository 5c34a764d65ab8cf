// Where a grant is kept: sealed, in the workspace's store. Invariant: of all processes one at a time has the vault open, and
// one that was overtaken keeps nothing.
import type { Grant, GrantVault } from '../connectors/options.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { Sealer } from '../lib/crypto.ts';
import { StaleError } from '../lib/errors.ts';
import type { Lease, Store } from '../store/store.ts';

/** Longer than a renewal with all its tries. */
const OPEN_MS = 180_000;

interface VaultOptions {
  readonly store: Pick<Store, 'secret' | 'saveSecret' | 'takeLease' | 'renewLease' | 'releaseLease'>;
  readonly sealer: Sealer;
  readonly workspace: string;
  readonly side: RemoteSide;
}

export function grantVault({ store, sealer, workspace, side }: VaultOptions): GrantVault {
  const name = `grant:${side}`;
  const place = { workspace, record: name, purpose: 'grant' };
  return {
    load: async () => {
      const sealed = await store.secret(name);
      return sealed === null ? null : (JSON.parse(sealer.open(sealed, place)) as Grant);
    },
    open: async () => {
      const lease = await store.takeLease(name, OPEN_MS);
      return lease && {
        save: async (grant) => {
          if (!(await isHeld(store, lease))) return false;
          await store.saveSecret(name, sealer.seal(JSON.stringify(grant), place));
          return true;
        },
        close: () => store.releaseLease(lease),
      };
    },
  };
}

async function isHeld(store: VaultOptions['store'], lease: Lease): Promise<boolean> {
  try {
    await store.renewLease(lease, OPEN_MS);
    return true;
  } catch (error) {
    if (error instanceof StaleError) return false;
    throw error;
  }
}

// A sealer that hides nothing, for tests and simulations of what is sealed; sealing itself is tested with lib/crypto.ts.
import type { Sealer } from '../../src/lib/crypto.ts';

export const openSealer: Sealer = { seal: (plain) => plain, open: (sealed) => sealed };

// The contract of the data routes: what is asked, by whom, and what is answered. The one file that a web app takes from here, so it
// knows nothing but zod and its own parts. Invariants: what a route takes and answers is declared here and nowhere else; the paths are
// below /api/v1, and what stands here is added to and never changed.
import { billing } from './contract/billing.ts';
import { history, reports } from './contract/history.ts';
import type { DataContract } from './contract/parts.ts';

export type { DataContract } from './contract/parts.ts';

export const API_ROOT = '/api/v1';

export const CONTRACTS = { ...billing, ...history, ...reports };

export const allContracts: readonly DataContract[] = Object.values(CONTRACTS);

// The contract of the data routes: what is asked or sent, by whom, and what is answered. The one file that the web app takes from here,
// so it knows nothing but zod and its own parts. Invariants: what a route takes and answers is declared here and nowhere else; the paths
// are below /api/v1.
import { billing } from './contract/billing.ts';
import { history, reports } from './contract/history.ts';
import type { AnyContract } from './contract/parts.ts';

export type { AnyContract, DataContract } from './contract/parts.ts';

export const API_ROOT = '/api/v1';

export const CONTRACTS = { ...billing, ...history, ...reports };

export const allContracts: readonly AnyContract[] = Object.values(CONTRACTS);

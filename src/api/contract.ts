// The contract of the data routes: what is asked or sent, by whom, and what is answered. The one file that the web app takes from here,
// so it knows nothing but zod and its own parts. Invariants: what a route takes and answers is declared here and nowhere else; the paths
// are below /api/v1.
import { accessLog } from './contract/access-log.ts';
import { audit } from './contract/audit.ts';
import { billing } from './contract/billing.ts';
import { erasures, subjectAccess } from './contract/erasures.ts';
import { history, reports } from './contract/history.ts';
import { inbox } from './contract/inbox.ts';
import { overview } from './contract/overview.ts';
import { processing } from './contract/processing.ts';
import { records } from './contract/records.ts';
import { registers } from './contract/registers.ts';
import { remarks } from './contract/remarks.ts';
import { connections } from './contract/connections.ts';
import { onboarding } from './contract/onboarding.ts';
import { restrictions } from './contract/restrictions.ts';
import { retention } from './contract/retention.ts';
import { rules } from './contract/rules.ts';
import { runs } from './contract/runs.ts';
import { schedules } from './contract/schedules.ts';
import { settings } from './contract/settings.ts';
import { users } from './contract/users.ts';

export type { AnyContract, DataContract } from './contract/parts.ts';

export { AUDIT_WORDS } from './contract/audit-words.ts';

export const API_ROOT = '/api/v1';

export const CONTRACTS = { ...users, ...runs, ...schedules, ...rules, ...settings, ...connections, ...onboarding, ...audit, ...billing, ...history, ...reports, ...inbox, ...remarks, ...registers, ...records, ...overview, ...erasures, ...subjectAccess, ...accessLog, ...restrictions, ...retention, ...processing };

// All words in Finnish, by namespace: one chunk, loaded when the language is chosen.
import { audit } from './fi/audit.ts';
import { billing } from './fi/billing.ts';
import { common } from './fi/common.ts';
import { connections } from './fi/connections.ts';
import { errors } from './fi/errors.ts';
import { inbox } from './fi/inbox.ts';
import { overview } from './fi/overview.ts';
import { parts } from './fi/parts.ts';
import { registers } from './fi/registers.ts';
import { record } from './fi/record.ts';
import { settings } from './fi/settings.ts';
import { reports } from './fi/reports.ts';
import { runs } from './fi/runs.ts';
import { schedules } from './fi/schedules.ts';
import { rules } from './fi/rules.ts';
import { welcome } from './fi/welcome.ts';
import { shell } from './fi/shell.ts';
import { start } from './fi/start.ts';
import { table } from './fi/table.ts';
import { users } from './fi/users.ts';

export const words = { audit, billing, common, connections, errors, inbox, overview, parts, record, registers, reports, runs, schedules, settings, rules, welcome, shell, start, table, users };

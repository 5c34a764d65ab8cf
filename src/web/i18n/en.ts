// All words in English, by namespace: one chunk, loaded when the language is chosen.
import { audit } from './en/audit.ts';
import { billing } from './en/billing.ts';
import { common } from './en/common.ts';
import { connections } from './en/connections.ts';
import { errors } from './en/errors.ts';
import { inbox } from './en/inbox.ts';
import { overview } from './en/overview.ts';
import { parts } from './en/parts.ts';
import { registers } from './en/registers.ts';
import { record } from './en/record.ts';
import { settings } from './en/settings.ts';
import { reports } from './en/reports.ts';
import { runs } from './en/runs.ts';
import { schedules } from './en/schedules.ts';
import { rules } from './en/rules.ts';
import { welcome } from './en/welcome.ts';
import { shell } from './en/shell.ts';
import { start } from './en/start.ts';
import { table } from './en/table.ts';
import { users } from './en/users.ts';

export const words = { audit, billing, common, connections, errors, inbox, overview, parts, record, registers, reports, runs, schedules, settings, rules, welcome, shell, start, table, users } as const;

// Every migration, in the order they run. Invariant: a released one is never changed, moved or removed; a new one goes last.
import type { Migration } from '../migrate.ts';
import { workspaces } from './0001-workspaces.ts';
import { links } from './0002-links.ts';
import { references } from './0003-references.ts';
import { schedules } from './0004-schedules.ts';
import { secrets } from './0005-secrets.ts';
import { hints } from './0006-hints.ts';
import { ruleOverrides } from './0007-rule-overrides.ts';
import { mirrors } from './0008-mirrors.ts';
import { billing } from './0009-billing.ts';
import { history } from './0010-history.ts';
import { serviceTokens } from './0011-service-tokens.ts';
import { sessions } from './0012-sessions.ts';
import { audit } from './0013-audit.ts';
import { registers } from './0014-registers.ts';
import { inbox } from './0015-inbox.ts';
import { consentChanges } from './0016-consent-changes.ts';
import { runNotes } from './0017-run-notes.ts';
import { settingOverrides } from './0018-setting-overrides.ts';
import { remarks } from './0019-remarks.ts';
import { forgetting } from './0020-forgetting.ts';
import { rights } from './0021-rights.ts';
import { auditChain } from './0022-audit-chain.ts';
import { pointers } from './0023-pointers.ts';
import { targets } from './0024-targets.ts';

export const migrations: readonly Migration[] = [workspaces, links, references, schedules, secrets, hints, ruleOverrides, mirrors, billing, history, serviceTokens, sessions, audit, registers, inbox, consentChanges, runNotes, settingOverrides, remarks, forgetting, rights, auditChain, pointers, targets];

/** Tables that belong to no workspace and so stand without row level security. */
export const GLOBAL_TABLES: readonly string[] = ['migration', 'workspace'];

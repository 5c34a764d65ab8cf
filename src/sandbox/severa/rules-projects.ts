// Consequences on sales cases and projects, which are one row for life. A status change is an entry of a history of its own:
// by default it moves the status filters' time and not the project's own time of change.
import { toInstant } from '../../lib/clock.ts';
import type { Database } from './database.ts';
import { invalidBody, invalidOperation } from './refusal.ts';
import { flagIn, guidIn, textIn, type Row } from './row.ts';
import type { Rules } from './rule.ts';
import { organizationCurrencyReference, refuseWithChildren } from './rules-crm.ts';

type Fields = Readonly<Record<string, unknown>>;

const projectChildren = [
  ['workhours', 'project'],
  ['projectfees', 'project'],
  ['projecttravelexpenses', 'project'],
  ['proposals', 'project'],
] as const;

const projectSatellites = [
  ['phases', 'project'],
  ['flatrates', 'project'],
  ['salesstatushistory', 'project'],
  ['projectsalesnotes', 'project'],
  ['projectkeywords', 'project'],
  ['projects/customvalues', 'projectGuid'],
] as const;

function statusType(fields: Fields, field: 'salesStatus' | 'projectStatus'): string | null {
  return textIn(fields[field] as Fields | null, `${field}TypeGuid`);
}

/** InProgress, Won or Lost; null for a project without a sales status. */
export function salesStateOf(database: Database, project: Fields): string | null {
  return textIn(database.get('salesstatustypes', statusType(project, 'salesStatus')), 'salesState');
}

/** A new entry of the sales status history, and the status as the project keeps it. */
function enterStatus(database: Database, project: Fields, field: 'salesStatus' | 'projectStatus', now: number): unknown {
  const type = statusType(project, field);
  if (type === null) return null;
  const history = field === 'salesStatus' ? 'salesstatushistory' : 'projectstatushistory';
  const entry = database.add(history, { [`${field}Type`]: { guid: type }, project: { guid: project['guid'] }, timeStamp: toInstant(now) }, now);
  return { ...(project[field] as Fields), guid: entry.guid };
}

function outcome(database: Database, before: Row, next: Fields, now: number): Fields {
  const today = toInstant(now).slice(0, 10);
  const closed = next['isClosed'] === before['isClosed'] ? {} : { closedDate: flagIn(next, 'isClosed') ? today : null };
  const state = salesStateOf(database, next);
  if (!database.facts.saleOutcomeEffects || state === salesStateOf(database, before)) return closed;
  if (state === 'Won') return { ...closed, probability: 100, expectedOrderDate: today };
  if (state === 'Lost') return { ...closed, isClosed: true, closedDate: today };
  return closed;
}

const firstActive = (database: Database, registry: string, fits: (row: Row) => boolean): string | null =>
  database.rows(registry).find((row) => row['isActive'] !== false && fits(row))?.guid ?? null;

export const projectRules: Readonly<Record<string, Rules>> = {
  projects: {
    complete: (database, row, now) => {
      const isInternal = flagIn(row, 'isInternal');
      const inProgress = firstActive(database, 'salesstatustypes', (type) => type['salesState'] === 'InProgress');
      const active = firstActive(database, 'projectstatustypes', () => true);
      const salesStatus = statusType(row, 'salesStatus') ?? (isInternal ? null : inProgress);
      const projectStatus = statusType(row, 'projectStatus') ?? active;
      const unit = firstActive(database, 'businessunits', () => true);
      const next: Record<string, unknown> = {
        ...row,
        guid: row['guid'] ?? database.newGuid(),
        number: row['number'] ?? database.table('projects').newestNumber + 1,
        isInternal,
        useWorkTypesFromSetting: row['useWorktypesFromSetting'] ?? row['useWorkTypesFromSetting'] ?? true,
        currency: row['currency'] ?? organizationCurrencyReference(database),
        businessUnit: row['businessUnit'] ?? (unit === null ? null : { guid: unit }),
        salesStatus: salesStatus === null ? null : { ...(row['salesStatus'] as Fields | undefined), salesStatusTypeGuid: salesStatus },
        projectStatus: projectStatus === null ? null : { description: null, ...(row['projectStatus'] as Fields | undefined), projectStatusTypeGuid: projectStatus },
      };
      delete next['useWorktypesFromSetting'];
      if (flagIn(next, 'isClosed')) next['closedDate'] ??= toInstant(now).slice(0, 10);
      return next;
    },
    check: (database, next, before) => {
      for (const [field, registry] of [['salesStatus', 'salesstatustypes'], ['projectStatus', 'projectstatustypes']] as const) {
        const type = statusType(next, field);
        if (type !== null && !database.get(registry, type)) throw invalidBody(`${field}.${field}TypeGuid`, `${field} with the given type was not found.`);
      }
      if (!before) return;
      if (guidIn(before, 'currency') !== guidIn(next, 'currency')) throw invalidOperation('The currency of a project cannot be changed.');
      if (flagIn(before, 'isInternal') && !flagIn(next, 'isInternal')) throw invalidOperation('An internal project cannot be made a customer project.');
    },
    adjust: (database, before, changes, now) => {
      const next = { ...before, ...changes };
      const changed: Record<string, unknown> = { ...changes, ...outcome(database, before, next, now) };
      if ('useWorktypesFromSetting' in changed) {
        changed['useWorkTypesFromSetting'] = changed['useWorktypesFromSetting'];
        delete changed['useWorktypesFromSetting'];
      }
      // What the vendor keeps of a status (its guid in the history) stays when the rest of it is replaced.
      for (const field of ['salesStatus', 'projectStatus'] as const) {
        if (changed[field]) changed[field] = { ...(before[field] as Fields | null), ...(changed[field] as Fields) };
      }
      if (changed['number'] === null) changed['number'] = before['number'];
      const onlyStatus = Object.keys(changes).every((field) => field === 'salesStatus' || field === 'projectStatus');
      return { changes: changed, unnoticed: onlyStatus && Object.keys(changes).length > 0 && !database.facts.statusChangeTouchesProject };
    },
    added: (database, row, now) => {
      const changes: Record<string, unknown> = {};
      for (const field of ['salesStatus', 'projectStatus'] as const) {
        const made = Date.parse(textIn(row, 'createdDateTime') ?? '') || now;
        if (textIn(row[field] as Fields | null, 'guid') === null) changes[field] = enterStatus(database, row, field, made);
      }
      if (guidIn(row, 'rootPhase') === null) {
        const createdDateTime = row['createdDateTime'];
        const root = { name: row['name'], project: { guid: row.guid }, parentPhase: null, startDate: row['startDate'] ?? null };
        const phase = database.add('phases', { ...root, createdDateTime }, now);
        changes['rootPhase'] = { guid: phase.guid };
      }
      database.alter('projects', row.guid, changes, now, { unnoticed: true });
    },
    altered: (database, before, after, now) => {
      const entry = database.entry('projects', after.guid);
      for (const field of ['salesStatus', 'projectStatus'] as const) {
        if (statusType(before, field) === statusType(after, field)) continue;
        database.alter('projects', after.guid, { [field]: enterStatus(database, after, field, now) }, now, { unnoticed: true });
        if (database.frozen) continue;
        if (field === 'salesStatus') entry.salesStatusChangedAt = now;
        else entry.projectStatusChangedAt = now;
      }
      const root = database.get('phases', guidIn(after, 'rootPhase'));
      if (root && before['name'] !== after['name']) database.alter('phases', root.guid, { name: after['name'] }, now);
    },
    checkRemoval: (database, row) => refuseWithChildren(database, row, projectChildren),
    removed: (database, row) => {
      for (const [collection, field] of [...projectChildren, ...projectSatellites]) for (const child of database.rowsBy(collection, field, row.guid)) database.drop(collection, child.guid);
    },
  },
  phases: {
    complete: (database, row) => ({ ...row, project: database.get('phases', guidIn(row, 'parentPhase'))?.['project'] ?? row['project'] ?? null }),
    checkRemoval: (database, row) => {
      if (guidIn(row, 'parentPhase') === null) throw invalidOperation('The root phase of a project cannot be deleted.');
      refuseWithChildren(database, row, [
        ['phases', 'parentPhase'],
        ['workhours', 'phase'],
        ['projecttravelexpenses', 'phase'],
      ]);
    },
    removed: (database, row) => {
      for (const [collection, field] of [['phases', 'parentPhase'], ['workhours', 'phase'], ['phasemembers', 'phase']] as const)
        for (const child of database.rowsBy(collection, field, row.guid)) database.drop(collection, child.guid);
    },
  },
  phasemembers: {
    complete: (_database, row) => ({ ...row, phase: row['phase'] ?? { guid: row['phaseGuid'] }, isActive: row['isActive'] ?? true }),
    check: (database, next) => {
      const phase = guidIn(next, 'phase');
      if (phase === null || !database.get('phases', phase)) throw invalidBody('phaseGuid', 'The phase was not found.');
      const twin = database.rowsBy('phasemembers', 'phase', phase).some((member) => guidIn(member, 'user') === guidIn(next, 'user'));
      if (twin) throw invalidOperation('The user is already a member of the phase.');
    },
    removed: (database, row, now) => void database.add('deletedphasemembers', { ...row, deletedDateTime: toInstant(now) }, now),
  },
  proposals: {
    complete: (database, row) => ({
      ...row,
      number: row['number'] ?? String(database.table('proposals').newestNumber + 1),
      proposalStatus: row['proposalStatus'] ?? reference(firstActive(database, 'proposalstatuses', (status) => flagIn(status, 'isDefault'))),
    }),
    removed: (database, row) => {
      for (const collection of ['proposalfeerows', 'proposalworkrows', 'proposalsubtotals'])
        for (const line of database.rowsBy(collection, 'proposal', row.guid)) database.drop(collection, line.guid);
    },
  },
};

function reference(guid: string | null): { readonly guid: string } | null {
  return guid === null ? null : { guid };
}

// Home of writing sales cases: one call per project, a second one where Severa has put its own values over ours, and then the
// custom values. Invariant: nothing is sent for a field that the case cannot take, and the rest of it goes.
import { isMoney, same } from '../../core/value.ts';
import type { FieldName, Snapshot } from '../../core/vocabulary.ts';
import type { Create, Outcome, Update, Write } from '../connector.ts';
import type { CustomFieldMap } from '../options.ts';
import { writeCustom } from './custom.ts';
import { routes } from './routes.ts';
import type { ProjectRow } from './rows.ts';
import { projectPart, salesCasesOf } from './sales-case-read.ts';
import { splitFields } from './sales-case-split.ts';
import type { Split } from './sales-case-split.ts';
import type { Sources } from './sources.ts';
import { filled, gather, lacking, vanished, writeEach } from './write.ts';
import type { Target } from './write.ts';

/** Winning and losing set these by themselves: where that put Severa's values over ours, ours are sent once more. */
const outcomeFields = ['probability', 'expectedOrderDate', 'closed'] as const;

/** Throws AccessError when the credential was refused and nothing was stored. */
export function writeSalesCases(sources: Sources, maps: readonly CustomFieldMap[], writes: readonly Write[]): Promise<readonly Outcome[]> {
  return writeEach(sources, writes, {
    create: (write) => create(sources, write, splitFields(write.fields, null, maps, sources.context)),
    update: (write) => {
      const present = { fields: write.seen, currency: write.handles['currency'] ?? null };
      return update(sources, write, splitFields(write.fields, present, maps, sources.context));
    },
    archive: ({ id }) => archive(sources, id),
  });
}

async function create(sources: Sources, write: Create, split: Split): Promise<Outcome> {
  const lacks = ['name', 'account', 'owner'].filter((name) => !(name in split.shown));
  if (lacks.length > 0) return lacking(write, lacks, 'a project');
  const { value } = split.shown;
  const currency = isMoney(value) ? sources.context.registry('currencies')?.byCode.get(value.currency.toLowerCase()) : undefined;
  // The currency is chosen once: a project never changes it.
  const json = { ...filled(changesOf(split)), projectOwner: split.project['owner']?.sent, ...(currency ? { currency: { guid: currency.id } } : {}) };
  const { data } = await sources.http.call(routes.createProject(json));
  return await finish(sources, write, split, data, { id: data.guid, handles: {}, seen: {}, isNew: true });
}

async function update(sources: Sources, write: Update, split: Split): Promise<Outcome> {
  const target: Target = { id: write.id, handles: write.handles, seen: write.seen, isNew: false };
  const changes = changesOf(split);
  if (Object.keys(changes).length > 0) {
    const { data } = await sources.http.call({ ...routes.patchProject(write.id, changes), accept: [404] });
    if (data === null) throw vanished('project');
    return await finish(sources, write, split, data, target);
  }
  if (split.custom.length > 0 || Object.keys(split.shown).length === 0) return await finish(sources, write, split, null, target);
  // Nothing differs for Severa: what it shows is the answer.
  const { data } = await sources.http.call(routes.project(write.id));
  if (data === null) throw vanished('project');
  return await finish(sources, write, split, data, target);
}

async function finish(sources: Sources, write: Create | Update, split: Split, row: ProjectRow | null, target: Target): Promise<Outcome> {
  const gathering = gather(sources, split);
  const own = row && projectPart(row, sources);
  const overridden = own === null || !('stage' in split.project) ? [] : outcomeFields.filter((name) => name in split.project && !same(own.fields[name] ?? null, split.shown[name] ?? null));
  if (overridden.length > 0) {
    await gathering.attempt(overridden, async () => {
      const { data } = await sources.http.call(routes.patchProject(target.id, changesOf(split, overridden)));
      const part = projectPart(data, sources);
      // Whatever else it shows may be somebody's edit of just now, which the next read tells.
      return { part: { ...part, fields: Object.fromEntries(Object.entries(part.fields).filter(([name]) => overridden.some((one) => one === name))) }, error: null };
    });
  }
  for (const value of split.custom) {
    if (!(target.isNew && value.sent === null)) await gathering.attempt([value.field.map.field.name], () => writeCustom(sources, 'projects', target, value));
  }
  return gathering.outcome(write, target.id, own);
}

/** Closed, not deleted: hours and invoices hang on it. */
async function archive(sources: Sources, id: string): Promise<Snapshot | null> {
  const { data } = await sources.http.call({ ...routes.patchProject(id, { isClosed: true }), accept: [404] });
  return data === null ? null : ((await salesCasesOf([data], sources.clock.now(), sources))[0] ?? null);
}

function changesOf({ project }: Split, names: readonly FieldName[] = Object.keys(project)): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (project[name] ? [[project[name].property, project[name].sent]] : [])));
}

// Which settings of the files people may change while the service runs, and how such a change is laid over a file. Invariant: a
// setting that is not named here stays as its file says; a change that no longer fits is told of and left out, never guessed at.
import type { EntityName, Side } from './core/vocabulary.ts';

/** now: from the next cycle on. start: once the service is started anew. never: only in the file. */
type Applies = 'now' | 'start' | 'never';

/** Dotted path → value as it would stand in the file. */
export type SettingChanges = ReadonlyMap<string, unknown>;

/** Before paths of config/policy.json; those of config/default.json have none. */
const POLICY = 'policy.';

const APPLIES: readonly (readonly [path: RegExp, applies: Applies])[] = [
  [/^(freeMailDomains|sweepLooks|linksPerBatch|cycleSeconds)$/u, 'now'],
  [/^(guard|retention|guardedWrite)\./u, 'now'],
  [/^privacy\.legalBasis\./u, 'now'],
  [/^policy\.\w+\.deletes\.(psa|crm|local)$/u, 'now'],
  [/^policy\.(account|contact)\.gates\.psa$/u, 'now'],
  [/^(businessIdProperties|searchLagMs|stageMap|activityTypes)$/u, 'start'],
  [/^(features|rollUps|billing|connections)\./u, 'start'],
  [/^limits\.hubspot\.tier$/u, 'start'],
  [/^privacy\.(controller|financialYearEnd|alarmDays|requestDays)$/u, 'start'],
];

export function appliesOf(path: string): Applies {
  return APPLIES.find(([pattern]) => pattern.test(path))?.[1] ?? 'never';
}

export function gatePath(entity: EntityName, side: Side): string {
  return `${POLICY}${entity}.gates.${side}`;
}

export function deletesPath(entity: EntityName, side: Side): string {
  return `${POLICY}${entity}.deletes.${side}`;
}

/** The content of config/default.json with the changes that are about it. */
export function changedSettings(file: unknown, changes: SettingChanges): unknown {
  return laidOver(file, [...changes].filter(([path]) => !path.startsWith(POLICY)));
}

/** The content of config/policy.json with the changes that are about it. */
export function changedPolicy(file: unknown, changes: SettingChanges): unknown {
  return laidOver(file, [...changes].flatMap(([path, value]) => (path.startsWith(POLICY) ? [[path.slice(POLICY.length), value] as const] : [])));
}

function laidOver(file: unknown, changes: readonly (readonly [path: string, value: unknown])[]): unknown {
  return changes.reduce((content, [path, value]) => (value === null ? content : withValue(content, path.split('.'), value)), file);
}

function withValue(content: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const object = typeof content === 'object' && content !== null && !Array.isArray(content) ? (content as Readonly<Record<string, unknown>>) : {};
  return { ...object, [step]: withValue(object[step], rest, value) };
}

/** The value that stands at a dotted path; null where nothing does. */
export function valueAt(content: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? ((at as Readonly<Record<string, unknown>>)[step] ?? null) : null), content);
}

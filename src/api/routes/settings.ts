// Settings over the API. Invariants: what is saved together is understood together, or none of it is saved; a setting that may only be
// set in its file is refused with the file's name.
import { appliesOf } from '../../config-changes.ts';
import { ConfigError } from '../../lib/errors.ts';
import { objection } from '../../lib/objection.ts';
import type { SettingOverride } from '../../store/store.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { QueryError } from '../query.ts';
import type { ApiContext, ApiWorkspace, Route } from '../route.ts';
import { changesOf, toldSettings } from '../told-settings.ts';

const SEEN = 'Somebody has changed this setting since you opened it. Load the page again, and decide then.';

export function settingRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.settings, async ({ workspace, tell }) => tell(await toldSettings(workspace))),
    dataRoute(context, CONTRACTS.settingHistory, async ({ workspace, query, tell }) => {
      const changes = (await workspace.store.settings({ history: true })).filter(({ path }) => path === query.path);
      return tell({ changes: changes.map(({ version, value, by, at }) => ({ version, current: value, by, at })) });
    }),
    dataRoute(context, CONTRACTS.saveSettings, async ({ workspace, body, caller, tell, refuse, clash }) => {
      const last = await workspace.store.settings();
      const errors = objections(workspace, last, body.changes);
      if (errors.length > 0) return refuse(...errors);
      const saved = await workspace.store.saveSettings(body.changes.map(({ path, value, version }) => ({ path, value: value ?? null, seen: version })), caller.name);
      if (!saved) return clash('setting-changed', SEEN);
      return tell(await toldSettings(workspace));
    }),
    dataRoute(context, CONTRACTS.undoSetting, async ({ workspace, body, caller, tell, nothing, refuse, clash }) => {
      const history = (await workspace.store.settings({ history: true })).filter(({ path }) => path === body.path);
      const [change, before] = history;
      if (!change) return nothing();
      if (change.version !== body.version) return clash('setting-changed', SEEN);
      const value = before?.value ?? null;
      const errors = objections(workspace, await workspace.store.settings(), [{ path: body.path, value }]);
      if (errors.length > 0) return refuse(...errors);
      if (!(await workspace.store.saveSettings([{ path: body.path, value, seen: body.version }], caller.name))) return clash('setting-changed', SEEN);
      return tell(await toldSettings(workspace));
    }),
  ];
}

/** What would be wrong with the configuration, were these changes laid over it. */
function objections({ setup }: ApiWorkspace, last: readonly SettingOverride[], changes: readonly { readonly path: string; readonly value?: unknown }[]): readonly QueryError[] {
  const unknown = changes.filter(({ path }) => appliesOf(path) === 'never').map(({ path }) => ({ field: path, ...objection('only-in-file') }));
  if (unknown.length > 0) return unknown;
  try {
    setup.withChanges(new Map([...changesOf(last), ...changes.map(({ path, value }) => [path, value ?? null] as const)]));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [wordsOf(error, changes.map(({ path }) => path))];
  }
}

/** The setting that is at fault and what is wrong with it, without the name of the file, which says something else. */
function wordsOf({ key, message, objection: told }: ConfigError, paths: readonly string[]): QueryError {
  const at = message.indexOf(`${key} `);
  const field = paths.find((path) => key === path || key.startsWith(`${path}.`) || path.endsWith(`.${key}`)) ?? key;
  return { field, ...(told ?? objection('unfit')), message: at === -1 ? message : message.slice(at + key.length + 1) };
}

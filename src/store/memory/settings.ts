// Changed settings in memory, in the order they were made.
import type { Clock } from '../../lib/clock.ts';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import type { SettingOverride, SettingOverrides } from '../settings.ts';
import { order } from './queries.ts';

export function makeSettings(clock: Clock): SettingOverrides {
  const changes: SettingOverride[] = [];
  return {
    settings: ({ history } = { history: false }) => {
      const newestFirst = changes.toSorted((a, b) => order(a.path, b.path) || b.version - a.version);
      return Promise.resolve(newestFirst.filter((one, index) => history || newestFirst[index - 1]?.path !== one.path));
    },
    saveSetting: (change) => {
      const version = changes.filter(({ path }) => path === change.path).length + 1;
      changes.push({ ...(storableJson(change) as typeof change), version, at: toInstant(clock.now()) });
      return Promise.resolve();
    },
  };
}
